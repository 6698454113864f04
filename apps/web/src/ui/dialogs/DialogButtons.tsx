import type { ReactNode } from 'react';
import styles from './DialogButtons.module.css';

/** The buttons at the end of a dialog: two stand in a row, more in rows of two. */
export function DialogButtons({ children }: { readonly children: ReactNode }) {
  return <div className={styles['buttons']}>{children}</div>;
}
