import { Note, type NoteOffer, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { pairOf, type Tables } from '../storage/schema.ts';

/** A note whose bytes may not all have arrived. `hidden`: its recipient never sees it. */
export interface NoteDraft extends NoteOffer {
  readonly from: UserId;
  readonly to: UserId;
  readonly hidden: boolean;
}

/** A note as it is stored, and as its people see it once it is complete. */
export interface StoredNote {
  readonly draft: NoteDraft;
  readonly note: Note | undefined;
  readonly kept: boolean;
}

type Row = Tables['notes'];

/** The row of a note before its first byte arrives. */
export function noteRow(draft: NoteDraft, offeredAt: number): Row {
  const { id, callId, from, to, media, mime, durationMs, size } = draft;
  const about = { id, callId, from, to, media, mime, durationMs, size };
  const pair = pairOf(from, to);
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

export function asStored(row: Row): StoredNote {
  const { from, to } = row;
  return {
    draft: { ...aboutOf(row), from, to, hidden: row.hidden === 1 },
    note: row.sentAt === null ? undefined : asNote(row, row.sentAt),
    kept: row.kept === 1,
  };
}

/** A complete note as its people see it. */
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
  return { id, callId, media, mime, durationMs, size, peaks: peaksFrom(peaks) };
}

/** Loudness samples from their JSON. They only draw a waveform, so broken ones must not lose a note, nor its list. */
export function peaksFrom(json: string): number[] {
  try {
    return v.parse(Note.entries.peaks, JSON.parse(json));
  } catch {
    return [];
  }
}
