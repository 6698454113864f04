import { searchWords } from '@ringback/protocol';
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

export const pictures: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // The id of the row below, so that whoever reads a name need not read pictures.
    await db.schema.alterTable('users').addColumn('picture', 'text').execute();
    await db.schema
      .createTable('pictures')
      .addColumn('id', 'text', (c) => c.primaryKey())
      // One picture each.
      .addColumn('userId', 'text', (c) => c.notNull().unique().references('users.id').onDelete('cascade'))
      .addColumn('type', 'text', (c) => c.notNull())
      // Base64: as text they are alike in every dialect, and there are few and small ones.
      .addColumn('bytes', 'text', (c) => c.notNull())
      .execute();
  },
};

interface NamedUser {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
}

/** People are found by the words of their names, however many others there are. */
export const nameWords: Migration = {
  async up(db: Kysely<{ users: NamedUser; nameWords: { word: string; userId: string } }>): Promise<void> {
    await db.schema
      .createTable('nameWords')
      // Folded like what is searched for; compared byte by byte.
      .addColumn('word', 'text', (c) => c.notNull())
      .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addPrimaryKeyConstraint('nameWordsKey', ['word', 'userId'])
      .execute();
    await db.schema.createIndex('nameWordsUser').on('nameWords').column('userId').execute();
    const users = await db.selectFrom('users').select(['id', 'name', 'handle']).execute();
    for (const { id: userId, name, handle } of users) {
      const words = new Set(searchWords(`${name} ${handle}`));
      for (const word of words) await db.insertInto('nameWords').values({ word, userId }).execute();
    }
  },
};

export const contacts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('contacts')
      .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('peerId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      // What the user calls them; null for what they call themself.
      .addColumn('name', 'text')
      .addColumn('favorite', 'integer', (c) => c.notNull())
      .addColumn('addedAt', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('contactsKey', ['userId', 'peerId'])
      .execute();
    // Who has to hear of a new name or picture.
    await db.schema.createIndex('contactsPeer').on('contacts').column('peerId').execute();
  },
};
