import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

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
      // From here on as in `history`.
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
      .addColumn('seen', 'integer', (c) => c.notNull())
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
