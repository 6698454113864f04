import type { UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** The operations on one-time sign-in links, which the host makes for people who have lost everything else. */
export interface SignInLinkOperations {
  /** Replaces an earlier link of the user; removes expired ones. */
  'signInLinks:set': { input: Tables['signInLinks'] & { now: number }; output: void };
  'signInLinks:find': { input: { codeHash: string; now: number }; output: UserId | undefined };
  /**
   * Uses a link up: of two at once, only one gets the user. A guest's name belongs to the browser that used it; an account
   * loses its password, which its owner has lost, so that they can set a new one without it.
   */
  'signInLinks:use': {
    input: { codeHash: string; now: number; claimHash: string | null };
    output: UserId | undefined;
  };
}

export function signInLinkOperations(db: Kysely<Tables>): OperationHandlers<SignInLinkOperations> {
  return {
    'signInLinks:set': ({ now, ...link }) =>
      db.transaction().execute(async (trx) => {
        await trx
          .deleteFrom('signInLinks')
          .where((eb) => eb.or([eb('expiresAt', '<=', now), eb('userId', '=', link.userId)]))
          .execute();
        await trx.insertInto('signInLinks').values(link).execute();
      }),
    'signInLinks:find': async ({ codeHash, now }) => {
      const query = db.selectFrom('signInLinks').select('userId').where('codeHash', '=', codeHash);
      return (await query.where('expiresAt', '>', now).executeTakeFirst())?.userId;
    },
    'signInLinks:use': ({ codeHash, now, claimHash }) =>
      db.transaction().execute(async (trx) => {
        const used = await trx
          .deleteFrom('signInLinks')
          .where('codeHash', '=', codeHash)
          .where('expiresAt', '>', now)
          .returning('userId')
          .executeTakeFirst();
        if (used === undefined) return undefined;
        const { userId } = used;
        const account = await trx
          .updateTable('accounts')
          .set({ passwordHash: null })
          .where('userId', '=', userId)
          .returning('userId')
          .executeTakeFirst();
        if (account === undefined)
          await trx.updateTable('users').set({ claimHash }).where('id', '=', userId).execute();
        return userId;
      }),
  };
}
