import type { CallId, Media, Note, NoteId, NoteMime, UserId } from '@ringback/protocol';
import type { EntryList } from '../history/history.ts';

/** The notes of the user, as far as they were fetched, kept current by pushes. */
export interface Notes {
  /** To and from anyone, oldest first. */
  readonly known: readonly Note[];
  /** How far the notes with those are known whose conversations were looked at. */
  readonly reach: ReadonlyMap<UserId, NoteReach>;
  /** What was recorded here and is not with the server yet, oldest first. */
  readonly outbox: readonly NoteDraft[];
  /** Notes that were to be shown here, and that neither this browser nor the server had any more. */
  readonly lost: ReadonlySet<NoteId>;
}

/** `from`: the time from which on all notes with a person are known. */
export interface NoteReach {
  readonly state: EntryList['state'];
  readonly from: number;
}

/** A note on its way. */
export interface NoteDraft {
  readonly id: NoteId;
  readonly callId: CallId;
  readonly to: UserId;
  readonly media: Media;
  readonly mime: NoteMime;
  readonly durationMs: number;
  readonly peaks: readonly number[];
  /** On this machine's clock, in ms. */
  readonly recordedAt: number;
  readonly status: NoteDraftStatus;
}

/** `waiting`: it goes by itself as soon as it can. `sent`: how much of it is with the server, from 0 to 1. */
export type NoteDraftStatus =
  | { readonly state: 'waiting'; readonly sent: number }
  | { readonly state: 'sending'; readonly sent: number }
  | { readonly state: 'refused'; readonly message: string };

/** A note that is to be played; `bytes` is absent for one that is on its way. */
export type NoteToPlay = Pick<Note, 'id' | 'mime'> & { readonly bytes?: Note['bytes'] };

/** What there is to play of a note. */
export type NoteMedia =
  | { readonly kind: 'here'; readonly blob: Blob }
  /** Neither this browser nor the server has it any more. */
  | { readonly kind: 'gone' }
  /** It could not be fetched; `message` is for people. */
  | { readonly kind: 'failed'; readonly message: string };

/** What somebody says to those whose calls they do not answer. */
export interface HeardGreeting {
  readonly blob: Blob;
  readonly durationMs: number;
  readonly peaks: readonly number[];
}

/** What is known of notes before anybody has looked. */
export const noNotes: Notes = { known: [], reach: new Map(), outbox: [], lost: new Set() };

/** Whether a note has yet to be played by who it is for; one that is known to be lost waits for nobody. */
export function isUnplayed({ lost }: Pick<Notes, 'lost'>, { id, playedAt }: Note): boolean {
  return playedAt === undefined && !lost.has(id);
}
