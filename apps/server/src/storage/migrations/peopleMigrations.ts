import { searchWords } from '@ringback/protocol';
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Before this, others saw the name that a person signs in with. */
export const shownNames: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // `name` is now the name that others see, `nameKey` stays the key of the sign-in name, and `handle` is the sign-in
    // name as it was typed.
    await db.schema
      .alterTable('users')
      .addColumn('handle', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    // The key of `name`, like `nameKey`; several people may have the same.
    await db.schema
      .alterTable('users')
      .addColumn('shownKey', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    await sql`update users set handle = name, "shownKey" = "nameKey"`.execute(db);
    await db.schema.createIndex('usersShown').on('users').column('shownKey').execute();
    // Finds the people to notify of a new name.
    await db.schema.createIndex('acquaintancesPeer').on('acquaintances').column('peerId').execute();
  },
};

export const pictures: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // The id of the row below, so that reading people reads no pictures.
    await db.schema.alterTable('users').addColumn('picture', 'text').execute();
    await db.schema
      .createTable('pictures')
      .addColumn('id', 'text', (c) => c.primaryKey())
      // One picture each.
      .addColumn('userId', 'text', (c) => c.notNull().unique().references('users.id').onDelete('cascade'))
      .addColumn('type', 'text', (c) => c.notNull())
      // Base64: text is the same in every dialect, and pictures are few and small.
      .addColumn('bytes', 'text', (c) => c.notNull())
      .execute();
  },
};

interface NamedUser {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
}

/** An index of name words, so that search time does not depend on the number of people. */
export const nameWords: Migration = {
  async up(db: Kysely<{ users: NamedUser; nameWords: { word: string; userId: string } }>): Promise<void> {
    await db.schema
      .createTable('nameWords')
      // Folded like search text; compared byte by byte.
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
      // The user's own name for the contact, if they gave one.
      .addColumn('name', 'text')
      .addColumn('favorite', 'integer', (c) => c.notNull())
      .addColumn('addedAt', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('contactsKey', ['userId', 'peerId'])
      .execute();
    // Finds the people to notify of a new name or picture.
    await db.schema.createIndex('contactsPeer').on('contacts').column('peerId').execute();
  },
};

/** When each user was last here, so that unused guests can be forgotten, and how much text they have stored. */
export const userBounds: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const column of [
      // 0 once the user is forgotten. Precise to the day, like that of devices.
      'seenAt',
      // Bytes of the messages that they have sent.
      'textBytes',
    ])
      await db.schema
        .alterTable('users')
        .addColumn(column, 'bigint', (c) => c.notNull().defaultTo(0))
        .execute();
    await sql`update users set "seenAt" = (select max(seen.at) from (
        select users."createdAt" as at
        union all select max("seenAt") from devices where "userId" = users.id
        union all select max("seenAt") from profiles where "userId" = users.id) as seen)`.execute(db);
    await sql`update users set "textBytes" =
      (select coalesce(sum(length(text)), 0) from messages where "from" = users.id)`.execute(db);
    await db.schema.createIndex('usersSeen').on('users').column('seenAt').execute();
  },
};
