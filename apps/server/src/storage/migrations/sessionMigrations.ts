import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** In which browser each device is signed in, so that its tabs can be listed and signed out together. */
export const sessions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const column of [
      // Null where the browser has not said.
      'profileId',
      // The `DeviceKind` as JSON.
      'kind',
    ])
      await db.schema.alterTable('devices').addColumn(column, 'text').execute();
    await db.schema
      .alterTable('pushSubscriptions')
      // The tab that asked for it, which may have named any profile. Null for subscriptions from before.
      .addColumn('subscribedBy', 'text')
      .execute();
    await db.schema.createIndex('devicesUser').on('devices').column('userId').execute();
  },
};
