import type { DeviceId, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import { isSignedIn } from '../accountsSql.ts';
import type { Tables } from '../../storage/schema.ts';
import type { OperationHandlers } from '../../storage/storage.ts';

export type StoredPasskey = Tables['passkeys'];

/** The operations on passkeys. */
export interface PasskeyOperations {
  'passkeys:byId': { input: string; output: StoredPasskey | undefined };
  'passkeys:of': { input: UserId; output: StoredPasskey[] };
  /**
   * Adds a passkey to an account; false if the account is gone, has `atMost`, the passkey is known, or `by`, the device that
   * asks for it, is signed out by now.
   */
  'passkeys:add': { input: { passkey: StoredPasskey; by: DeviceId; atMost: number }; output: boolean };
  'passkeys:used': { input: { id: string; counter: number; usedAt: number }; output: void };
  /** Removes a passkey of an account, unless nothing else opens the account. */
  'passkeys:remove': { input: { id: string; userId: UserId }; output: 'removed' | 'unknown' | 'last' };
  /** How many belong to another host than this. */
  'passkeys:elsewhere': { input: string; output: number };
}

export function passkeyOperations(db: Kysely<Tables>): OperationHandlers<PasskeyOperations> {
  return {
    'passkeys:byId': (id) => db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst(),
    'passkeys:of': (userId) => db.selectFrom('passkeys').selectAll().where('userId', '=', userId).execute(),
    'passkeys:add': ({ passkey, by, atMost }) => add(db, passkey, by, atMost),
    'passkeys:used': async ({ id, counter, usedAt }) => {
      await db.updateTable('passkeys').set({ counter, usedAt }).where('id', '=', id).execute();
    },
    'passkeys:remove': ({ id, userId }) => remove(db, id, userId),
    'passkeys:elsewhere': async (rpId) => {
      const rows = await db.selectFrom('passkeys').select('id').where('rpId', '!=', rpId).execute();
      return rows.length;
    },
  };
}

function add(db: Kysely<Tables>, passkey: StoredPasskey, by: DeviceId, atMost: number): Promise<boolean> {
  const { userId } = passkey;
  return db.transaction().execute(async (trx) => {
    if (!(await isSignedIn(trx, by))) return false;
    const account = trx.selectFrom('accounts').select('userId').where('userId', '=', userId);
    if ((await account.executeTakeFirst()) === undefined) return false;
    const known = await trx.selectFrom('passkeys').select('id').where('userId', '=', userId).execute();
    if (known.length >= atMost) return false;
    const added = await trx
      .insertInto('passkeys')
      .values(passkey)
      .onConflict((oc) => oc.column('id').doNothing())
      .returning('id')
      .execute();
    return added.length > 0;
  });
}

function remove(db: Kysely<Tables>, id: string, userId: UserId): Promise<'removed' | 'unknown' | 'last'> {
  return db.transaction().execute(async (trx) => {
    const own = await trx.selectFrom('passkeys').select('id').where('userId', '=', userId).execute();
    if (!own.some((passkey) => passkey.id === id)) return 'unknown';
    const account = await trx
      .selectFrom('accounts')
      .select(['passwordHash', 'oidcSubject'])
      .where('userId', '=', userId)
      .executeTakeFirst();
    const hasOtherWay = account?.passwordHash !== null || account.oidcSubject !== null;
    if (own.length === 1 && !hasOtherWay) return 'last';
    await trx.deleteFrom('passkeys').where('id', '=', id).execute();
    return 'removed';
  });
}
