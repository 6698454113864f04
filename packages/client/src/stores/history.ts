import type { Entry } from '@ringback/protocol';

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
  /** Missed calls that no tab has shown yet. */
  readonly unseen: number;
}

export type HistoryFilter = 'all' | 'missed';
