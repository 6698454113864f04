import type { Contact, ContactChange, KnownPerson, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import { ContactTable } from './contactTable.ts';
import type { OperationHandlers } from './operations.ts';
import type { Tables } from './schema.ts';

/** Somebody is added to the contacts of a user, who may have so many, or changed in them. */
export interface ContactWish {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly change: ContactChange;
  readonly at: number;
  readonly atMost: number;
}

/** How a user knows somebody. */
export interface Knowing {
  readonly userId: UserId;
  readonly met: boolean;
  readonly contact?: Contact;
}

/** What can be asked of the database about whom users know; see `Operations`. */
export interface ContactOperations {
  /** False if there is no room for one more. */
  'contacts:set': { input: ContactWish; output: boolean };
  'contacts:remove': { input: { userId: UserId; peerId: UserId }; output: void };
  /** Those of the pairs of which the first has added the second. */
  'contacts:among': {
    input: readonly (readonly [UserId, UserId])[];
    output: (readonly [UserId, UserId])[];
  };
  /** All contacts, and so many of those whom a user has called or was called by, the latest acquaintances first. */
  'people:of': { input: { userId: UserId; limit: number }; output: KnownPerson[] };
  /** Somebody as one user has them; undefined where there is nobody. */
  'people:known': { input: { userId: UserId; peerId: UserId }; output: KnownPerson | undefined };
  /** Who knows a user, and hears of their changes. */
  'people:knowing': { input: UserId; output: Knowing[] };
}

/** Carries out the operations on contacts. */
export function contactOperations(db: Kysely<Tables>): Pick<OperationHandlers, keyof ContactOperations> {
  const contacts = new ContactTable(db);
  return {
    'contacts:set': (wish) => contacts.set(wish),
    'contacts:remove': ({ userId, peerId }) => contacts.remove(userId, peerId),
    'contacts:among': (pairs) => contacts.among(pairs),
    'people:of': ({ userId, limit }) => contacts.list(userId, limit),
    'people:known': ({ userId, peerId }) => contacts.known(userId, peerId),
    'people:knowing': (userId) => contacts.knowing(userId),
  };
}
