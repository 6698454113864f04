import type { CallId, Media, Note, NoteId, NoteMime, Result, UserId } from '@ringback/protocol';
import type { EntryList } from '../history/history.ts';
import type { Recorded } from '../media/recorder.ts';
import type { DraftStatus } from '../outbox/outbox.ts';
import type { OpenRecording } from './noteRecording.ts';

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
  readonly status: DraftStatus;
}

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

/** The call that a note is left after, and its recipient. */
export interface NoteFor {
  readonly callId: CallId;
  readonly to: UserId;
}

/** What can be done about notes, and about the greeting before them. */
export interface NoteActions {
  /** Looks up the notes that were left after some calls, at most `bounds.historyPage`; they come into the store. */
  find(callIds: readonly CallId[]): void;
  /** Prepares a recording; the caller closes it. Undefined where its code cannot be loaded. */
  record(media: Media): Promise<OpenRecording | undefined>;
  /** Puts a note into the outbox, which sends it once the server is reachable. False if it could not be added. */
  send(what: NoteFor, recorded: Recorded): Promise<boolean>;
  /** Sends a note again that the server refused. */
  sendAgain(id: NoteId): void;
  discard(id: NoteId): void;
  /** What there is to play of a note, including one that is still in the outbox. */
  media(note: NoteToPlay): Promise<NoteMedia>;
  /** The user has played a note. */
  played(id: NoteId): void;
  /** The user's own greeting, which callers hear when a call is not answered. */
  ownGreeting(): Promise<Result<HeardGreeting | undefined>>;
  /** Saves the user's greeting; undefined removes it. */
  saveGreeting(recorded: Recorded | undefined): Promise<Result<HeardGreeting | undefined>>;
  /** The greeting of the person who did not answer a call. */
  greetingAfter(callId: CallId): Promise<Result<HeardGreeting | undefined>>;
}

/** What is known of notes before anybody has looked. */
export const noNotes: Notes = { known: [], reach: new Map(), outbox: [], lost: new Set() };

/** Whether a note has yet to be played by who it is for; one that is known to be lost waits for nobody. */
export function isUnplayed({ lost }: Pick<Notes, 'lost'>, { id, playedAt }: Note): boolean {
  return playedAt === undefined && !lost.has(id);
}
