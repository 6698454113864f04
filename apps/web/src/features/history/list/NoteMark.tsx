import type { CallId, Note } from '@ringback/protocol';
import { AudioLines } from 'lucide-react';
import { useNotes } from '../../../engine/storeHooks.ts';
import { noteDuration, noteKind, playedText } from '../../../i18n/sharedText.ts';
import styles from './NoteMark.module.css';

/** Says that a note was left after one of some calls, and whether it was played; the one that was not comes first. */
export function NoteMark({ callIds }: { readonly callIds: readonly CallId[] }) {
  const known = useNotes((notes) => notes.known);
  const left = known.filter(({ callId }) => callIds.includes(callId));
  const note = left.findLast(({ playedAt }) => playedAt === undefined) ?? left.at(-1);
  if (note === undefined) return null;
  return (
    <span className={styles['mark']} data-played={note.playedAt !== undefined}>
      <AudioLines aria-hidden="true" size={15} strokeWidth={2.2} />
      {markText(note)}
    </span>
  );
}

function markText(note: Note): string {
  return `${noteKind(note.media)}, ${noteDuration(note.durationMs)}, ${playedText(note)}`;
}
