import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Until here people were called what they sign in with. */
export const shownNames: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // `name` is what others call them from here on, `nameKey` stays the key of what they sign in with, and this is
    // that as they typed it.
    await db.schema
      .alterTable('users')
      .addColumn('handle', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    // As `nameKey`, of `name`; several people may have the same.
    await db.schema
      .alterTable('users')
      .addColumn('shownKey', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    await sql`update users set handle = name, "shownKey" = "nameKey"`.execute(db);
    await db.schema.createIndex('usersShown').on('users').column('shownKey').execute();
    // Who has to hear of a new name.
    await db.schema.createIndex('acquaintancesPeer').on('acquaintances').column('peerId').execute();
  },
};
