import type { Person } from '@ringback/protocol';

/** The people one has talked to, in the order of their names, and what the search found beyond them. */
export interface People {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly known: readonly Person[];
  readonly search: Search;
}

/** A search by exact name among all users; what is typed filters the known people at once, without asking. */
export type Search =
  | { readonly state: 'idle' }
  | { readonly state: 'searching'; readonly name: string }
  | { readonly state: 'found'; readonly name: string; readonly person: Person }
  | { readonly state: 'nobody'; readonly name: string }
  | { readonly state: 'failed'; readonly name: string; readonly message: string };
