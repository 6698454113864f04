import type { UserId } from '@ringback/protocol';
import { useId } from 'react';
import { Link } from 'wouter';
import { useMinute } from '../../ui/useMinute.ts';
import { formatWhen } from '../../ui/when.ts';
import styles from './CallsWith.module.css';
import { Outcome } from './Outcome.tsx';
import { text } from './text.ts';
import { useEntries } from './useEntries.ts';

/** The calls with one person, as far as the history was fetched. */
export function CallsWith({ userId }: { readonly userId: UserId }) {
  const titleId = useId();
  const nowMs = useMinute();
  const { entries, state } = useEntries('all');
  const theirs = entries.filter(({ peer }) => peer.id === userId);
  if (theirs.length === 0) {
    return <p className={styles['none']}>{state === 'complete' ? text.noneWith : ''}</p>;
  }
  return (
    <>
      <h2 id={titleId} className={styles['title']}>
        {text.recent}
      </h2>
      <ul aria-labelledby={titleId}>
        {theirs.map((entry) => (
          <li key={entry.callId}>
            <Link href={`/calls/${entry.callId}`} className={styles['call'] ?? ''}>
              <Outcome entry={entry} />
              <time dateTime={new Date(entry.placedAt).toISOString()} className={styles['time']}>
                {formatWhen(entry.placedAt, nowMs)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
