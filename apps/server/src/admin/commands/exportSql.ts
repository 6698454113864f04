import type { UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import { pairOf, type Tables } from '../../storage/schema.ts';
import type { OperationHandlers } from '../../storage/storage.ts';

/** The operation that reads what the server stores about one user. */
export interface ExportOperations {
  /** Everything but secrets, as JSON. */
  'host:export': { input: UserId; output: string };
}

export function exportOperations(db: Kysely<Tables>): OperationHandlers<ExportOperations> {
  return {
    'host:export': async (userId) => {
      const user = await db
        .selectFrom('users')
        .select(['id', 'name', 'handle', 'createdAt', 'seenAt'])
        .where('id', '=', userId)
        .executeTakeFirst();
      return JSON.stringify({
        user,
        account: await accountOf(db, userId),
        settings: await ownRows(db, 'settings', userId),
        contacts: await ownRows(db, 'contacts', userId),
        calls: await ownRows(db, 'history', userId),
        messages: await messagesOf(db, userId),
        sessions: await sessionsOf(db, userId),
      });
    },
  };
}

function ownRows(db: Kysely<Tables>, table: 'settings' | 'contacts' | 'history', userId: UserId) {
  return db.selectFrom(table).selectAll().where('userId', '=', userId).execute();
}

function accountOf(db: Kysely<Tables>, userId: UserId) {
  return db
    .selectFrom('accounts')
    .select(['handle', 'createdAt'])
    .where('userId', '=', userId)
    .executeTakeFirst();
}

function sessionsOf(db: Kysely<Tables>, userId: UserId) {
  return db
    .selectFrom('devices')
    .select(['id', 'createdAt', 'seenAt'])
    .where('userId', '=', userId)
    .execute();
}

/** By way of the user's conversations, whose pairs are indexed. */
async function messagesOf(db: Kysely<Tables>, userId: UserId): Promise<Tables['messages'][]> {
  const conversations = await db
    .selectFrom('conversations')
    .select('peerId')
    .where('userId', '=', userId)
    .execute();
  const all: Tables['messages'][] = [];
  for (const { peerId } of conversations) {
    const pair = pairOf(userId, peerId);
    all.push(...(await db.selectFrom('messages').selectAll().where('pair', '=', pair).execute()));
  }
  return all;
}
