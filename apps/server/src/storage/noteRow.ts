import { Note, type NoteOffer, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { NoteDraft, StoredNote } from './operations.ts';
import type { Tables } from './schema.ts';

type Row = Tables['notes'];

/** Both ids in order, so that it is the same whoever left the note. */
export function notePair(a: UserId, b: UserId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** The row of a note of which nothing has come yet. */
export function asRow(draft: NoteDraft, offeredAt: number): Row {
  const { id, callId, from, to, media, mime, durationMs, size } = draft;
  const about = { id, callId, from, to, media, mime, durationMs, size };
  const pair = notePair(from, to);
  const peaks = JSON.stringify(draft.peaks);
  return {
    ...about,
    pair,
    peaks,
    hidden: draft.hidden ? 1 : 0,
    offeredAt,
    sentAt: null,
    playedAt: null,
    kept: 1,
  };
}

/** A note as its row has it. */
export function asStored(row: Row): StoredNote {
  const { from, to } = row;
  return {
    draft: { ...aboutOf(row), from, to, hidden: row.hidden === 1 },
    note: row.sentAt === null ? undefined : asNote(row, row.sentAt),
    kept: row.kept === 1,
  };
}

/** A note as its people see it. */
export function asNote(row: Row, sentAt: number): Note {
  const { from, to, playedAt } = row;
  return {
    ...aboutOf(row),
    from,
    to,
    sentAt,
    ...(playedAt !== null && { playedAt }),
    bytes: row.kept === 1 ? 'kept' : 'gone',
  };
}

function aboutOf({ id, callId, media, mime, durationMs, size, peaks }: Row): NoteOffer {
  const parsed = v.parse(Note.entries.peaks, JSON.parse(peaks));
  return { id, callId, media, mime, durationMs, size, peaks: parsed };
}
