import type { ReactNode } from 'react';
import styles from './Page.module.css';

/** One screen of the app: its heading, what stands beside it, and the rest below. */
export function Page({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <h1 className={styles['title']}>{title}</h1>
        {aside}
      </header>
      {children}
    </div>
  );
}

/** Two columns where there is room: a list, and what was chosen from it. On narrow screens only one of them shows. */
export function ListAndDetail({
  list,
  detail,
  hint,
}: {
  readonly list: ReactNode;
  /** Null while nothing is chosen. */
  readonly detail: ReactNode | null;
  /** Fills the second column while nothing is chosen; without it there is but one column then. */
  readonly hint: ReactNode;
}) {
  const isSingle = detail === null && (hint === null || hint === false);
  return (
    <div className={styles['columns']} data-chosen={detail !== null} data-single={isSingle}>
      <div className={styles['list']}>{list}</div>
      {!isSingle && (
        <div className={styles['detail']}>{detail ?? <div className={styles['hint']}>{hint}</div>}</div>
      )}
    </div>
  );
}
