import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The lines of call histories, and who has ever called whom. */
export async function createHistory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('history')
    .addColumn('userId', 'text', (c) => c.notNull())
    .$call(withEntry)
    // A call makes at most one entry per user: the database holds it, too, for a call is placed but once.
    // The same index gives the order in which histories are read.
    .addPrimaryKeyConstraint('historyKey', ['userId', 'placedAt', 'callId'])
    .execute();
  await sql`create index "historyUnseen" on history ("userId") where seen = 0`.execute(db);
  await db.schema
    .createTable('acquaintances')
    .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('peerId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    // Whether `userId` has ever called `peerId`; 0 for who was only called.
    .addColumn('called', 'integer', (c) => c.notNull())
    .addColumn('metAt', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('acquaintancesKey', ['userId', 'peerId'])
    .execute();
}

/** What a line of a history says, as it was when both tables were made; a later column is a migration of its own. */
function withEntry<Table extends string, Column extends string>(table: CreateTableBuilder<Table, Column>) {
  return table
    .addColumn('callId', 'text', (c) => c.notNull())
    .addColumn('peerId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('direction', 'text', (c) => c.notNull())
    .addColumn('media', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('detail', 'text')
    .addColumn('cause', 'text')
    .addColumn('durationMs', 'bigint')
    .addColumn('deviceId', 'text')
    .addColumn('placedAt', 'bigint', (c) => c.notNull())
    .addColumn('endedAt', 'bigint', (c) => c.notNull())
    .addColumn('seen', 'integer', (c) => c.notNull());
}

/**
 * What was removed from histories moves to a table of its own, so that reading a history never passes by it. Missed calls
 * get indexes, by time and by person: a few among a hundred thousand calls are found without reading the others.
 * They are partial, so that a call that was answered costs nothing more to write.
 */
export const removalAndMissed: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('removed')
      .addColumn('userId', 'text', (c) => c.notNull())
      // By which it can be brought back.
      .addColumn('removal', 'text', (c) => c.notNull())
      .addColumn('removedAt', 'bigint', (c) => c.notNull())
      .$call(withEntry)
      // In the order of time like the history's, so that rows that move together lie together.
      .addPrimaryKeyConstraint('removedKey', ['userId', 'removal', 'placedAt', 'callId'])
      .execute();
    await db.schema.createIndex('removedTime').on('removed').column('removedAt').execute();
    await sql`create index "historyMissed" on history ("userId", "placedAt", "callId")
      where label = 'missed'`.execute(db);
    await sql`create index "historyMissedPeer" on history ("userId", "peerId", "placedAt", "callId")
      where label = 'missed'`.execute(db);
  },
};
