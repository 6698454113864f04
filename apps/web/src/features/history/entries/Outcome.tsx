import type { Entry } from '@ringback/protocol';
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAccount } from '../../../engine/storeHooks.ts';
import { classNames } from '../../../ui/styles/classNames.ts';
import { VisuallyHidden } from '../../../ui/layout/AccessibleText.tsx';
import { detailTexts, kindText, labelText } from './entryText.ts';
import styles from './Outcome.module.css';

/**
 * Direction, kind and label of a call; the direction is an arrow on screen and text for screen readers. `times`: the number
 * of calls that it stands for. `children` follow the label.
 */
export function Outcome({
  entry,
  times = 1,
  className,
  children,
}: {
  readonly entry: Entry;
  readonly times?: number;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}) {
  const account = useAccount();
  const details = detailTexts(entry, account.state === 'signedIn' ? account.deviceId : undefined);
  const Direction = entry.direction === 'outgoing' ? ArrowUpRight : ArrowDownLeft;
  return (
    <span className={classNames(styles['outcome'], className)} data-label={entry.label}>
      <Direction aria-hidden="true" size={15} strokeWidth={2.4} className={styles['direction']} />
      <VisuallyHidden>{kindText(entry)}, </VisuallyHidden>
      <span className={styles['label']}>
        {labelText(entry)}
        {times > 1 && ` (${times})`}
      </span>
      {children}
      {details.map((detail) => (
        <span key={detail}>{detail}</span>
      ))}
      {entry.reason !== undefined && (
        <q dir="auto" className={styles['reason']}>
          {entry.reason}
        </q>
      )}
    </span>
  );
}
