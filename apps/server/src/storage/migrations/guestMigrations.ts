import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

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
