import type { Entry, Media } from '@ringback/protocol';
import { Phone, Video } from 'lucide-react';
import { Link } from 'wouter';
import { formatTime } from '../../../ui/time/formatTime.ts';
import styles from './CallSummary.module.css';
import { Outcome } from '../entries/Outcome.tsx';

/** One call in a line among messages; it leads to its details. */
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
