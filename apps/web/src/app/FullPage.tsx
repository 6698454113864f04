import type { ReactNode } from 'react';
import { Logo } from '../ui/layout/Logo.tsx';
import styles from './FullPage.module.css';

/** A page with nothing on it but one thing to know. */
export function FullPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <Logo size={44} />
        <h1 className={styles['title']}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
