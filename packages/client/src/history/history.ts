import type { CallId, CallRecord, Entry, HistoryFilter, Result } from '@ringback/protocol';

/** The known part of one list of entries, newest first. */
export interface EntryList {
  readonly entries: readonly Entry[];
  /** `loading`: the first page or a further one is on its way. `complete`: there are no older entries. */
  readonly state: 'unknown' | 'loading' | 'partial' | 'complete' | 'failed';
}

/** The fetched part of the user's call history, kept current by pushes. */
export interface History {
  readonly all: EntryList;
  readonly missed: EntryList;
  readonly requests: EntryList;
  /** The current search, or null. */
  readonly found: Found | null;
  /** Missed calls that no tab has shown yet. */
  readonly unseen: number;
}

/** Each filter without a search, and the search's results. */
export type HistoryListName = HistoryFilter | 'found';

/** The calls with people whose names have words that begin like those of `search`. */
export interface Found {
  readonly search: string;
  readonly filter: HistoryFilter;
  readonly list: EntryList;
}

/** A deletion that is shown here at once and confirmed by the server later. */
export interface Deletion {
  /** The server's answer; if it refuses, the entries are back. */
  readonly outcome: Promise<Result<unknown>>;
  /** Brings the entries back, here at once. If the server refuses, they are gone again. */
  readonly undo: () => Promise<Result<unknown>>;
}

/** Actions on the call history. */
export interface HistoryActions {
  /** Fetches the first page of a list, or the next older one. */
  load(name: HistoryListName): Promise<void>;
  /**
   * Searches calls by the words of people's names; an empty search ends it. Shows what is known at once, and only the
   * newest search is answered.
   */
  search(search: string, filter: HistoryFilter): void;
  /** The user's own entry of a call, however old; `notFound` for a deleted entry or a call of other people. */
  find(callId: CallId): Promise<Result<Entry>>;
  /** How a call of the user went, live or ended. Never cached, since a live call's record grows. */
  record(callId: CallId): Promise<Result<CallRecord>>;
  markSeen(callIds: readonly CallId[]): void;
  delete(callIds: readonly CallId[]): Deletion;
  /** Deletes all calls that were placed up to a time of the server, in ms. */
  clear(before: number): Deletion;
}
