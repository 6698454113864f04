import type { Person } from '@ringback/protocol';
import { useConversations } from '../../../engine/storeHooks.ts';
import { useMinute } from '../../../ui/time/useMinute.ts';
import { formatWhen } from '../../../ui/time/formatTime.ts';
import styles from './LastCall.module.css';
import { Outcome } from '../entries/Outcome.tsx';
import { text } from '../entries/historyText.ts';

/** What became of the newest call with a person, in one line; nothing where there is none, or none is known yet. */
export function LastCall({ person }: { readonly person: Person }) {
  const nowMs = useMinute();
  const newest = useConversations(({ threads }) => threads.get(person.id)?.calls.entries[0]);
  if (newest === undefined) return null;
  return (
    <p className={styles['last']}>
      <span className={styles['word']}>{text.lastCall}</span>
      <Outcome entry={newest} />
      <time dateTime={new Date(newest.placedAt).toISOString()}>{formatWhen(newest.placedAt, nowMs)}</time>
    </p>
  );
}
