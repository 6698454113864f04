import { UserId } from '@ringback/protocol';
import type { Transaction } from 'kysely';
import * as v from 'valibot';
import type { Tables } from '../storage/schema.ts';

/** The messages that a report holds. */
export const StoredMessages = v.array(v.object({ from: UserId, text: v.string(), sentAt: v.number() }));

/**
 * A user is being deleted, before their handle is. Open reports about them stay, and so do those that they sent, without
 * who sent them and what they wrote to the reported one.
 */
export async function releaseReports(trx: Transaction<Tables>, userId: UserId): Promise<void> {
  await trx.deleteFrom('reports').where('userId', '=', userId).where('closedAt', 'is not', null).execute();
  await trx.deleteFrom('reports').where('peerId', '=', userId).where('closedAt', 'is not', null).execute();
  await trx
    .updateTable('reports')
    .set({ peerHandle: await handleOf(trx, userId) })
    .where('peerId', '=', userId)
    .execute();
  const sent = trx.selectFrom('reports').select(['id', 'messages']).where('userId', '=', userId);
  for (const { id, messages } of await sent.execute()) {
    const others = v.parse(StoredMessages, JSON.parse(messages)).filter(({ from }) => from !== userId);
    const released = { userId: null, messages: JSON.stringify(others) };
    await trx.updateTable('reports').set(released).where('id', '=', id).execute();
  }
}

/** By what people found a user: the handle of the account, else the name for signing in. */
async function handleOf(trx: Transaction<Tables>, userId: UserId): Promise<string> {
  const row = await trx
    .selectFrom('users')
    .leftJoin('accounts', 'accounts.userId', 'users.id')
    .select((eb) => eb.fn.coalesce('accounts.handle', 'users.handle').as('handle'))
    .where('users.id', '=', userId)
    .executeTakeFirst();
  return row?.handle ?? '';
}
