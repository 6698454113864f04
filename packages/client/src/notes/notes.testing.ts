import { CallId, NoteId, type Note, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { grace, me } from '../messages/messages.testing.ts';
import type { StoredDraft } from './noteShelf.ts';

const uuid = (kind: number, n: number): string =>
  `00000000-0000-4000-8${kind}00-${String(n).padStart(12, '0')}`;

export const noteId = (n: number): NoteId => v.parse(NoteId, uuid(5, n));
export const callId = (n: number): CallId => v.parse(CallId, uuid(3, n));

const about = { media: 'audio', mime: 'audio/webm', durationMs: 5_000, peaks: [1, 2, 3] } as const;

/** A note between Grace and me, sent at a time. */
export function noteAt(sentAt: number, from: UserId = grace, changes: Partial<Note> = {}): Note {
  const to = from === me ? grace : me;
  return {
    ...about,
    peaks: [...about.peaks],
    id: noteId(sentAt),
    callId: callId(sentAt),
    from,
    to,
    size: 100,
    sentAt,
    bytes: 'kept',
    ...changes,
  };
}

/** A note to Grace that waits to be sent. */
export function draftOf(n: number, size: number): StoredDraft {
  return {
    offer: { ...about, peaks: [...about.peaks], id: noteId(n), callId: callId(n), size },
    to: grace,
    recordedAt: n,
  };
}
