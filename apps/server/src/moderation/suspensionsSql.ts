import type { UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

export type Suspension = Tables['suspensions'];

/** The operations on suspended users. */
export interface SuspensionOperations {
  'suspensions:all': { input: null; output: Suspension[] };
  /** Suspends a user; a second time changes the reason. */
  'suspensions:set': { input: Suspension; output: void };
  'suspensions:remove': { input: UserId; output: void };
}

export function suspensionOperations(db: Kysely<Tables>): OperationHandlers<SuspensionOperations> {
  return {
    'suspensions:all': () => db.selectFrom('suspensions').selectAll().execute(),
    'suspensions:set': async (suspension) => {
      const { reason } = suspension;
      await db
        .insertInto('suspensions')
        .values(suspension)
        .onConflict((oc) => oc.column('userId').doUpdateSet({ reason }))
        .execute();
    },
    'suspensions:remove': async (userId) => {
      await db.deleteFrom('suspensions').where('userId', '=', userId).execute();
    },
  };
}
