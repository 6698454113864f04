import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const switches = [
  'blocksCalls',
  'blocksMessages',
  'isMuted',
  'alwaysThrough',
  'exceptCalls',
  'exceptMessages',
  'allowsUrgent',
];

/** Who may reach a user: levels for all, quiet hours, and rules about single people. */
export const privacy: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const texts = { callsFrom: 'everyone', messagesFrom: 'everyone', strangers: 'request' };
    // SQLite adds one column a statement.
    for (const [column, value] of Object.entries(texts))
      await db.schema
        .alterTable('settings')
        .addColumn(column, 'text', (c) => c.notNull().defaultTo(value))
        .execute();
    await db.schema
      .alterTable('settings')
      .addColumn('readReceipts', 'integer', (c) => c.notNull().defaultTo(1))
      .execute();
    // As JSON; null until the user has set any.
    await db.schema.alterTable('settings').addColumn('quietHours', 'text').execute();
    await db.schema.alterTable('settings').addColumn('doNotDisturbUntil', 'bigint').execute();
    await createPersonRules(db);
    // Whether `userId` has ever answered a call of `peerId`.
    await db.schema
      .alterTable('acquaintances')
      .addColumn('answered', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await sql`update acquaintances set answered = 1 where exists (
      select 1 from history where history."userId" = acquaintances."userId"
        and history."peerId" = acquaintances."peerId"
        and direction = 'incoming' and label in ('answered', 'failed'))`.execute(db);
  },
};

/** What one user has decided about another; no row where that is nothing. */
async function createPersonRules(db: Kysely<unknown>): Promise<void> {
  let table = db.schema
    .createTable('personRules')
    .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('peerId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'));
  for (const column of switches) table = table.addColumn(column, 'integer', (c) => c.notNull());
  await table.addPrimaryKeyConstraint('personRulesKey', ['userId', 'peerId']).execute();
  // Finds the people to notify of a new name or picture.
  await db.schema.createIndex('personRulesPeer').on('personRules').column('peerId').execute();
}

/** Messages that never reach their recipient, and read marks that their sender is not told. */
export const hiddenMessages: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('messages')
      .addColumn('hidden', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    // `read` as the peer may know it.
    await db.schema
      .alterTable('conversations')
      .addColumn('shownRead', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await sql`update conversations set "shownRead" = read`.execute(db);
  },
};
