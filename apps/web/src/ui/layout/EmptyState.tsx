import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** Stands in for content that is missing: says why it is, and what to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={styles['empty']}>
      <div aria-hidden="true" className={styles['rings']} />
      <p className={styles['title']}>{title}</p>
      {children !== undefined && <div className={styles['text']}>{children}</div>}
      {action}
    </div>
  );
}
