import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const missedCallPrompts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('settings')
      .addColumn('missedCallPrompts', 'integer', (c) => c.notNull().defaultTo(1))
      .execute();
  },
};

/** Notes, and which browser profiles have fetched them. */
export const notes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('notes')
      .addColumn('id', 'text', (c) => c.primaryKey())
      // A call has one note at most.
      .addColumn('callId', 'text', (c) => c.notNull().unique())
      // Both users' ids in order: the same key in both directions.
      .addColumn('pair', 'text', (c) => c.notNull())
      .addColumn('from', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('to', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      // The call was hidden from the recipient, and so is the note.
      .addColumn('hidden', 'integer', (c) => c.notNull())
      .addColumn('media', 'text', (c) => c.notNull())
      .addColumn('mime', 'text', (c) => c.notNull())
      .addColumn('durationMs', 'integer', (c) => c.notNull())
      .addColumn('size', 'integer', (c) => c.notNull())
      // JSON.
      .addColumn('peaks', 'text', (c) => c.notNull())
      .addColumn('offeredAt', 'bigint', (c) => c.notNull())
      // Null until all bytes have arrived.
      .addColumn('sentAt', 'bigint')
      .addColumn('playedAt', 'bigint')
      // Whether the server has the bytes, or expects them.
      .addColumn('kept', 'integer', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('notesOrder').on('notes').columns(['pair', 'sentAt']).execute();
    await sql`create index "notesTo" on notes ("to", "sentAt") where hidden = 0`.execute(db);
    await sql`create index "notesKept" on notes ("from", size) where kept = 1`.execute(db);
    await db.schema
      .createTable('noteReceipts')
      .addColumn('noteId', 'text', (c) => c.notNull().references('notes.id').onDelete('cascade'))
      // A browser profile of the recipient that has fetched the note.
      .addColumn('profileId', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('noteReceiptsKey', ['noteId', 'profileId'])
      .execute();
  },
};

export const greetings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('greetings')
      .addColumn('userId', 'text', (c) => c.primaryKey().references('users.id').onDelete('cascade'))
      // Its bytes are stored under this id, among those of notes.
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('mime', 'text', (c) => c.notNull())
      .addColumn('durationMs', 'integer', (c) => c.notNull())
      // JSON.
      .addColumn('peaks', 'text', (c) => c.notNull())
      .execute();
  },
};

/** Greetings count toward the storage limit of notes; older greetings count with the largest possible size. */
export const greetingSizes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('greetings')
      .addColumn('size', 'integer', (c) => c.notNull().defaultTo(1024 * 1024))
      .execute();
  },
};
