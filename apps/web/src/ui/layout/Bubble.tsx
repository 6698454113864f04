import type { ReactNode } from 'react';
import styles from './Bubble.module.css';
import { classNames } from '../styles/classNames.ts';

/** A message or a note, on the side of its author. `isDraft`: the server does not have it yet. */
export function Bubble({
  side,
  isNew = false,
  isDraft = false,
  className,
  children,
}: {
  readonly side: 'mine' | 'theirs';
  readonly isNew?: boolean;
  readonly isDraft?: boolean;
  /** Sets the width. */
  readonly className: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div
      className={classNames(styles['bubble'], className)}
      data-side={side}
      data-new={isNew}
      data-draft={isDraft}
    >
      {children}
    </div>
  );
}

/** Buttons below a draft that could not be sent. */
export function BubbleChoices({ children }: { readonly children: ReactNode }) {
  return <div className={styles['choices']}>{children}</div>;
}
