import type { Media, UserId } from '@ringback/protocol';
import { Phone, Video } from 'lucide-react';
import { useId } from 'react';
import { Link } from 'wouter';
import { useMinute } from '../../ui/useMinute.ts';
import { formatWhen } from '../../ui/when.ts';
import styles from './CallsWith.module.css';
import { Outcome } from './Outcome.tsx';
import { Rest } from './Rest.tsx';
import { text } from './text.ts';
import { useEntries } from './useEntries.ts';

/** The calls with one person, as far as the history was fetched. */
export function CallsWith({ userId }: { readonly userId: UserId }) {
  const titleId = useId();
  const nowMs = useMinute();
  const { entries, state } = useEntries('all');
  const theirs = entries.filter(({ peer }) => peer.id === userId);
  if (theirs.length === 0 && state === 'complete') return <p className={styles['none']}>{text.noneWith}</p>;
  return (
    <>
      {theirs.length > 0 && (
        <h2 id={titleId} className={styles['title']}>
          {text.recent}
        </h2>
      )}
      <ul aria-labelledby={titleId}>
        {theirs.map((entry) => (
          <li key={entry.callId}>
            <Link href={`/calls/${entry.callId}`} className={styles['call'] ?? ''}>
              <KindIcon media={entry.media} />
              <Outcome entry={entry} className={styles['outcome']} />
              <time dateTime={new Date(entry.placedAt).toISOString()} className={styles['time']}>
                {formatWhen(entry.placedAt, nowMs)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
      <Rest filter="all" state={state} />
    </>
  );
}

function KindIcon({ media }: { readonly media: Media }) {
  const Icon = media === 'video' ? Video : Phone;
  return <Icon aria-hidden="true" size={18} strokeWidth={1.9} className={styles['kind']} />;
}
