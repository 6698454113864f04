import type { UserId } from '@ringback/protocol';
import type { Transaction } from 'kysely';
import { nameSkeletons } from '../platform/names/nameSkeletons.ts';
import type { Tables } from '../storage/schema.ts';

/** A handle to take, or null to have none. */
export interface HandleChange {
  readonly userId: UserId;
  readonly handle: string | null;
  readonly at: number;
}

/** A freed handle rests so long, except for its last owner: until then others may take a new owner for the old one. */
const handleRestMs = 90 * 24 * 60 * 60 * 1000;

/** Handles of one account that rest at once. Who changes theirs again and again would keep them from everyone else. */
const mostResting = 10;

/** How a change of a handle ended. `tooOften`: the account has given up too many of late. */
export type HandleOutcome = 'changed' | 'taken' | 'tooOften';

/** Gives an account another handle. Its skeletons are reserved like a name's, so that no one signs in with one like it. */
export async function changeHandle(
  trx: Transaction<Tables>,
  { userId, handle, at }: HandleChange,
): Promise<HandleOutcome> {
  const account = await trx
    .selectFrom('accounts')
    .select('handle')
    .where('userId', '=', userId)
    .executeTakeFirst();
  if (account === undefined) return 'taken';
  if (account.handle === handle) return 'changed';
  if (handle !== null && (await isTaken(trx, handle, userId, at))) return 'taken';
  if (account.handle !== null && (await restingOf(trx, userId, at)) >= mostResting) return 'tooOften';
  if (account.handle !== null) await freeHandle(trx, userId, account.handle, at);
  await trx.updateTable('accounts').set({ handle }).where('userId', '=', userId).execute();
  if (handle !== null) await trx.deleteFrom('freedHandles').where('handle', '=', handle).execute();
  await reserveNames(trx, userId);
  return 'changed';
}

async function isTaken(
  trx: Transaction<Tables>,
  handle: string,
  userId: UserId,
  at: number,
): Promise<boolean> {
  const like = await trx
    .selectFrom('nameSkeletons')
    .select('userId')
    .where('skeleton', 'in', nameSkeletons(handle))
    .where('userId', '!=', userId)
    .limit(1)
    .executeTakeFirst();
  return like !== undefined || (await isResting(trx, handle, userId, at));
}

async function restingOf(trx: Transaction<Tables>, userId: UserId, at: number): Promise<number> {
  const resting = trx.selectFrom('freedHandles').select('handle').where('userId', '=', userId);
  return (await resting.where('freedAt', '>', at - handleRestMs).execute()).length;
}

/** Whether another account gave a handle up a short time ago. */
export async function isResting(
  trx: Transaction<Tables>,
  handle: string,
  userId: UserId,
  at: number,
): Promise<boolean> {
  const freed = await trx
    .selectFrom('freedHandles')
    .select('userId')
    .where('handle', '=', handle)
    .where('freedAt', '>', at - handleRestMs)
    .executeTakeFirst();
  return freed !== undefined && freed.userId !== userId;
}

async function freeHandle(
  trx: Transaction<Tables>,
  userId: UserId,
  handle: string,
  freedAt: number,
): Promise<void> {
  await trx
    .deleteFrom('freedHandles')
    .where('freedAt', '<=', freedAt - handleRestMs)
    .execute();
  await trx
    .insertInto('freedHandles')
    .values({ handle, userId, freedAt })
    .onConflict((oc) => oc.column('handle').doUpdateSet({ userId, freedAt }))
    .execute();
}

/**
 * Reserves all names of an account: the one it signs in with, the one that others see, and its handle. Guests reserve the
 * first only.
 */
export async function reserveNames(trx: Transaction<Tables>, userId: UserId): Promise<void> {
  const row = await trx
    .selectFrom('accounts')
    .innerJoin('users', 'users.id', 'accounts.userId')
    .select(['users.name', 'users.handle as signInName', 'accounts.handle'])
    .where('accounts.userId', '=', userId)
    .executeTakeFirst();
  if (row === undefined) return;
  const skeletons = new Set([row.name, row.signInName, row.handle ?? ''].flatMap(nameSkeletons));
  skeletons.delete('');
  await trx.deleteFrom('nameSkeletons').where('userId', '=', userId).execute();
  await trx
    .insertInto('nameSkeletons')
    .values(Array.from(skeletons, (skeleton) => ({ skeleton, userId })))
    .execute();
}
