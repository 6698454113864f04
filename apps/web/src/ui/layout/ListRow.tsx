import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../styles/classNames.ts';
import styles from './ListRow.module.css';

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
