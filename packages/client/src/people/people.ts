import type { Contact, Person } from '@ringback/protocol';

/** The people one knows: favorites first, each part in the order of names. And what the search found beyond them. */
export interface People {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly known: readonly Known[];
  readonly search: Search;
}

/** Somebody whom the user knows. `name` is what the user calls them, or else what they call themself. */
export interface Known extends Person {
  /** What they call themself, where the user calls them something else. */
  readonly theirName?: string;
  /** Whether the two have called or written each other. */
  readonly met: boolean;
  /** Absent for who was not added. */
  readonly contact?: Contact;
}

/** A search by exact name among all users; what is typed filters the known people at once, without asking. */
export type Search =
  | { readonly state: 'idle' }
  | { readonly state: 'searching'; readonly name: string }
  | { readonly state: 'found'; readonly name: string; readonly person: Person }
  | { readonly state: 'nobody'; readonly name: string }
  | { readonly state: 'failed'; readonly name: string; readonly message: string };
