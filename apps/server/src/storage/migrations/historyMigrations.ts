import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** History entries, and who has ever called whom. */
export async function createHistory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('history')
    .addColumn('userId', 'text', (c) => c.notNull())
    .$call(withEntry)
    // Also ensures that a call makes at most one entry per user, because a call has one `placedAt`.
    // The index has the order in which histories are read.
    .addPrimaryKeyConstraint('historyKey', ['userId', 'placedAt', 'callId'])
    .execute();
  await sql`create index "historyUnseen" on history ("userId") where seen = 0`.execute(db);
  await db.schema
    .createTable('acquaintances')
    .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('peerId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    // Whether `userId` has ever called `peerId`; 0 if they were only called by them.
    .addColumn('called', 'integer', (c) => c.notNull())
    .addColumn('metAt', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('acquaintancesKey', ['userId', 'peerId'])
    .execute();
}

/** The columns of an entry when both tables were created; later columns are migrations of their own. */
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

/** What a caller says a call is about, and whether the callee knew them. */
export const callRequests: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const table of ['history', 'removed']) {
      // 1 in the entry of a callee to whom the caller was a stranger.
      await db.schema
        .alterTable(table)
        .addColumn('request', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      await db.schema.alterTable(table).addColumn('reason', 'text').execute();
    }
    await sql`create index "historyRequests" on history ("userId", "placedAt", "callId")
      where request = 1 and label = 'missed'`.execute(db);
  },
};

/** 1 in the entries of a call that its caller called urgent. */
export const urgentCalls: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const table of ['history', 'removed'])
      await db.schema
        .alterTable(table)
        .addColumn('urgent', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
  },
};

/** 1 in the entries of missed calls that nothing announces. */
export const quietEntries: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const table of ['history', 'removed'])
      await db.schema
        .alterTable(table)
        .addColumn('quiet', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
  },
};

/**
 * Removed entries move to a table of their own, so that reading a history never scans them. Missed calls get indexes by
 * time and by person, which find a few among a hundred thousand calls. The indexes are partial, so that an answered call
 * costs nothing more to write.
 */
export const removalAndMissed: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('removed')
      .addColumn('userId', 'text', (c) => c.notNull())
      // The id with which the removal can be undone.
      .addColumn('removal', 'text', (c) => c.notNull())
      .addColumn('removedAt', 'bigint', (c) => c.notNull())
      .$call(withEntry)
      // Ordered by time like the history, so that rows that move together are stored together.
      .addPrimaryKeyConstraint('removedKey', ['userId', 'removal', 'placedAt', 'callId'])
      .execute();
    await db.schema.createIndex('removedTime').on('removed').column('removedAt').execute();
    await sql`create index "historyMissed" on history ("userId", "placedAt", "callId")
      where label = 'missed'`.execute(db);
    await sql`create index "historyMissedPeer" on history ("userId", "peerId", "placedAt", "callId")
      where label = 'missed'`.execute(db);
  },
};
