import type { Entry, Result } from '@ringback/protocol';

/** What is known of one list of entries. Entries are newest first. */
export interface EntryList {
  readonly entries: readonly Entry[];
  /** `loading`: the first page or a further one is on its way. `complete`: there are no older entries. */
  readonly state: 'unknown' | 'loading' | 'partial' | 'complete' | 'failed';
}

/** The call history of the user, as far as it was fetched, kept current by pushes. */
export interface History {
  readonly all: EntryList;
  readonly missed: EntryList;
  /** What is searched for; null while nothing is. */
  readonly found: Found | null;
  /** Missed calls that no tab has shown yet. */
  readonly unseen: number;
}

/** Which calls a list holds. */
export type HistoryFilter = 'all' | 'missed';

/** The lists there are: each filter unsearched, and what the search has found. */
export type HistoryListName = HistoryFilter | 'found';

/** The calls with people whose names have words that begin like those of `search`. */
export interface Found {
  readonly search: string;
  readonly filter: HistoryFilter;
  readonly list: EntryList;
}

/** Entries that were deleted just now: here at once, and with the server as soon as it has said so. */
export interface Deletion {
  /** What the server said; where it refused, they are back. */
  readonly outcome: Promise<Result<unknown>>;
  /** Brings them back, here at once. If the server refuses, they are gone again. */
  readonly undo: () => Promise<Result<unknown>>;
}
