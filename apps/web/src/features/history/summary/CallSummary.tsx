import type { Entry, Media, Person } from '@ringback/protocol';
import { Phone, Video } from 'lucide-react';
import { Link } from 'wouter';
import { useConversations } from '../../../engine/storeHooks.ts';
import { useMinute } from '../../../ui/time/clocks.ts';
import { formatTime, formatWhen } from '../../../ui/time/formatTime.ts';
import { text } from '../entries/historyText.ts';
import { Outcome } from '../entries/Outcome.tsx';
import styles from './CallSummary.module.css';

/** A call in one line between messages; links to its details. */
export function CallItem({ entry }: { readonly entry: Entry }) {
  return (
    <Link href={`/calls/${entry.callId}`} className={styles['call'] ?? ''}>
      <KindIcon media={entry.media} />
      <Outcome entry={entry} className={styles['outcome']} />
      <time dateTime={new Date(entry.placedAt).toISOString()} className={styles['time']}>
        {formatTime(entry.placedAt)}
      </time>
    </Link>
  );
}

function KindIcon({ media }: { readonly media: Media }) {
  const Icon = media === 'video' ? Video : Phone;
  return <Icon aria-hidden="true" size={18} strokeWidth={1.9} className={styles['kind']} />;
}

/** The newest call with a person in one line; nothing if there is none, or none is loaded yet. */
export function LastCall({ person }: { readonly person: Person }) {
  const nowMs = useMinute();
  const newest = useConversations(({ threads }) => threads.get(person.id)?.calls.entries[0]);
  if (newest === undefined) return null;
  return (
    <p className={styles['last']}>
      <span className={styles['title']}>{text.lastCall}</span>
      <Outcome entry={newest} />
      <time dateTime={new Date(newest.placedAt).toISOString()}>{formatWhen(newest.placedAt, nowMs)}</time>
    </p>
  );
}
