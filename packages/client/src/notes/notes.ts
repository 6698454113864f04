import type { CallId, Media, Note, NoteId, NoteMime, Result, UserId } from '@ringback/protocol';
import type { EntryList } from '../history/history.ts';
import type { Recorded } from '../media/mediaPorts.ts';
import type { DraftStatus } from '../outbox/outbox.ts';
import type { OpenRecording } from './noteRecording.ts';

/** The fetched part of the user's notes, kept current by pushes. */
export interface Notes {
  /** To and from anyone, oldest first. */
  readonly known: readonly Note[];
  /** How far back the notes of each opened conversation are known. */
  readonly reach: ReadonlyMap<UserId, NoteReach>;
  /** Recorded notes that the server does not have yet, oldest first. */
  readonly outbox: readonly NoteDraft[];
  /** Notes whose bytes neither this browser nor the server has any more. */
  readonly lost: ReadonlySet<NoteId>;
}

/** `from`: all notes with a person since this time are known. */
export interface NoteReach {
  readonly state: EntryList['state'];
  readonly from: number;
}

/** A note that the server does not have yet. */
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

/** A note to play; `bytes` is absent for an unsent one. */
export type NoteToPlay = Pick<Note, 'id' | 'mime'> & { readonly bytes?: Note['bytes'] };

/** The recording of a note, or why it cannot be played. */
export type NoteMedia =
  | { readonly kind: 'here'; readonly blob: Blob }
  /** Neither this browser nor the server has its bytes any more. */
  | { readonly kind: 'gone' }
  /** It could not be fetched; `message` is shown to the user. */
  | { readonly kind: 'failed'; readonly message: string };

/** A greeting that callers hear when a call is not answered. */
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

/** Actions on notes, and on the greeting before them. */
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
  /** The recording of a note, including one that is still in the outbox. */
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

/** The notes before anything is fetched. */
export const noNotes: Notes = { known: [], reach: new Map(), outbox: [], lost: new Set() };

/** Whether its recipient has not played a note yet; a lost note does not count. */
export function isUnplayed({ lost }: Pick<Notes, 'lost'>, { id, playedAt }: Note): boolean {
  return playedAt === undefined && !lost.has(id);
}
