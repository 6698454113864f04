import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../styles/classNames.ts';
import styles from './Page.module.css';

/** A screen of the app: its heading, what stands next to the heading, and the content below. */
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

/** A list, and the details of the selected item. Two columns on wide screens; narrow screens show one of them. */
export function ListAndDetail({
  list,
  detail,
  hint,
}: {
  readonly list: ReactNode;
  /** Null while nothing is selected. */
  readonly detail: ReactNode | null;
  /** Fills the second column while nothing is selected; without it there is only one column. */
  readonly hint: ReactNode;
}) {
  const isSingle = detail === null && (hint === null || hint === false);
  return (
    <div className={styles['columns']} data-selected={detail !== null} data-single={isSingle}>
      <div className={styles['list']}>{list}</div>
      {!isSingle && (
        <div className={styles['detail']}>{detail ?? <div className={styles['hint']}>{hint}</div>}</div>
      )}
    </div>
  );
}

/** A row of a list: an avatar, a description that takes the free space, and buttons. */
export function ListRow({
  avatar,
  children,
  buttons,
  isSelected,
  className,
  ...rest
}: ComponentProps<'div'> & {
  readonly avatar: ReactNode;
  readonly buttons: ReactNode;
  readonly isSelected: boolean;
}) {
  return (
    <div className={classNames(styles['row'], className)} data-selected={isSelected} {...rest}>
      {avatar}
      <div className={styles['description']}>{children}</div>
      {buttons}
    </div>
  );
}
