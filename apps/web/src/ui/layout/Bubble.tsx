import type { ReactNode } from 'react';
import styles from './Bubble.module.css';
import { classNames } from '../styles/classNames.ts';

/** Something that one of two people left for the other, on the side of who did. `isDraft`: it is on its way. */
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
  /** How wide it is. */
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

/** What to do about one that could not be sent. */
export function BubbleChoices({ children }: { readonly children: ReactNode }) {
  return <div className={styles['choices']}>{children}</div>;
}
