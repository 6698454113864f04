import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the person who runs the server does: who is suspended, what happened, and sign-in links. */
export const hostTables: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('suspensions')
      .addColumn('userId', 'text', (c) => c.primaryKey().references('users.id').onDelete('cascade'))
      .addColumn('at', 'bigint', (c) => c.notNull())
      // For the host only.
      .addColumn('reason', 'text')
      .execute();
    await db.schema
      .createTable('signInLinks')
      // SHA-256 of the code in the link. A user has at most one.
      .addColumn('userId', 'text', (c) => c.primaryKey().references('users.id').onDelete('cascade'))
      .addColumn('codeHash', 'text', (c) => c.notNull().unique())
      .addColumn('expiresAt', 'bigint', (c) => c.notNull())
      .execute();
    await createAudit(db);
    await db.schema.createIndex('usersCreated').on('users').columns(['createdAt', 'id']).execute();
  },
};

async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('auditLog')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    // The time of the latest, where a row counts several.
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    // No reference: what happened stays, also when the user is gone. An id is no name.
    .addColumn('userId', 'text')
    // The browser's address, hashed with the key of its day.
    .addColumn('addressHash', 'text')
    .addColumn('count', 'integer', (c) => c.notNull())
    // Equal for what is counted in one row; null for what has a row of its own.
    .addColumn('bucket', 'text', (c) => c.unique())
    .execute();
  await db.schema.createIndex('auditLogAt').on('auditLog').column('at').execute();
  await db.schema.createIndex('auditLogUser').on('auditLog').columns(['userId', 'at']).execute();
  await db.schema
    .createTable('auditKeys')
    // Days since 1970, in UTC.
    .addColumn('day', 'integer', (c) => c.primaryKey())
    .addColumn('key', 'text', (c) => c.notNull())
    .execute();
}

/** What users tell the host about others. */
export const reports: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('reports')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      // The reported one.
      .addColumn('peerId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('note', 'text')
      // JSON: the chosen messages as they were.
      .addColumn('messages', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('closedAt', 'bigint')
      .execute();
    await db.schema.createIndex('reportsUser').on('reports').column('userId').execute();
    await db.schema.createIndex('reportsPeer').on('reports').column('peerId').execute();
  },
};

/** An open report outlasts both users: deleting an account is no escape from one. */
export const lastingReports: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('reports').renameTo('reportsBefore').execute();
    for (const index of ['reportsUser', 'reportsPeer']) await db.schema.dropIndex(index).execute();
    await db.schema
      .createTable('reports')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      // Null once the reporter is deleted.
      .addColumn('userId', 'text')
      // The reported one.
      .addColumn('peerId', 'text', (c) => c.notNull())
      // By what people found the reported one, once they are deleted.
      .addColumn('peerHandle', 'text')
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('note', 'text')
      // JSON: the chosen messages as they were.
      .addColumn('messages', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('closedAt', 'bigint')
      .execute();
    await sql`insert into reports (id, "userId", "peerId", reason, note, messages, at, "closedAt")
      select id, "userId", "peerId", reason, note, messages, at, "closedAt" from "reportsBefore"`.execute(db);
    await db.schema.dropTable('reportsBefore').execute();
    await db.schema.createIndex('reportsUser').on('reports').column('userId').execute();
    await db.schema.createIndex('reportsPeer').on('reports').column('peerId').execute();
  },
};

/** Numbers about the whole server, for the person who runs it. */
export const hourlySums: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('hourlySums')
      // Hours since 1970.
      .addColumn('hour', 'integer', (c) => c.notNull())
      .addColumn('figure', 'text', (c) => c.notNull())
      // What the figure is counted by; empty if by nothing.
      .addColumn('label', 'text', (c) => c.notNull())
      // A sum; of some figures, the largest.
      .addColumn('value', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('hourlySumsKey', ['hour', 'figure', 'label'])
      .execute();
  },
};
