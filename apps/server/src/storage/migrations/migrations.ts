import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { createHistory, removalAndMissed } from './historyMigrations.ts';
import { greetings, greetingSizes, missedCallPrompts, notes } from './noteMigrations.ts';
import { contacts, nameWords, pictures, shownNames } from './peopleMigrations.ts';
import type { Tables } from '../schema.ts';

/** The first tables. A migration that has been released is never changed; what comes later is another one. */
const firstTables: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createAccounts(db);
    await createCalls(db);
    await createHistory(db);
  },
};

async function createAccounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    // By which names are told apart: they are unique without regard to case.
    .addColumn('nameKey', 'text', (c) => c.notNull().unique())
    // SHA-256 of the secret of the browser profile that first used the name.
    .addColumn('claimHash', 'text')
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('devices')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    // One token is one device; only its SHA-256 is kept.
    .addColumn('tokenHash', 'text', (c) => c.notNull().unique())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    // To the day, so that connecting rarely writes.
    .addColumn('seenAt', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('devicesSeen').on('devices').column('seenAt').execute();
}

async function createCalls(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('calls')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('version', 'integer', (c) => c.notNull())
    // The version on which the latest change was decided: a change counts only where it is still the stored one.
    .addColumn('readVersion', 'integer', (c) => c.notNull())
    .addColumn('live', 'integer', (c) => c.notNull())
    .addColumn('reach', 'text', (c) => c.notNull())
    // Both users' ids in order, so that it is the same whoever calls.
    .addColumn('pair', 'text', (c) => c.notNull())
    .addColumn('callerId', 'text', (c) => c.notNull())
    .addColumn('calleeId', 'text', (c) => c.notNull())
    .addColumn('placedAt', 'bigint', (c) => c.notNull())
    // When something falls due next.
    .addColumn('dueAt', 'bigint')
    // The id of the other side's `place`, where both called each other.
    .addColumn('alias', 'text')
    // The call itself, as JSON; the columns above repeat what queries need.
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await sql`create unique index "callsPair" on calls (pair) where live = 1 and reach = 'open'`.execute(db);
  await sql`create index "callsCaller" on calls ("callerId") where live = 1`.execute(db);
  await sql`create index "callsCallee" on calls ("calleeId") where live = 1`.execute(db);
  await sql`create index "callsDue" on calls ("dueAt") where live = 1`.execute(db);
  await sql`create unique index "callsAlias" on calls (alias) where alias is not null`.execute(db);
  await db.schema
    .createTable('engaged')
    // A callee takes one call at a time; whoever's device rings or answers first on any node holds the seat.
    .addColumn('userId', 'text', (c) => c.primaryKey())
    .addColumn('callId', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('engagedCall').on('engaged').column('callId').execute();
}

const settings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('settings')
      // One row a user; who has none has never changed anything.
      .addColumn('userId', 'text', (c) => c.primaryKey().references('users.id').onDelete('cascade'))
      .addColumn('alwaysRelay', 'integer', (c) => c.notNull())
      .execute();
  },
};

const secrets: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('secrets')
      // What the key is for.
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
  },
};

/** Each index that a step of a call touches is a page more to write before its answer, and nobody asked by these. */
const fewerIndexes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const name of ['callsCaller', 'callsCallee', 'callsDue', 'engagedCall'])
      await db.schema.dropIndex(name).execute();
    // The sweep reads all live calls, which are few; only a call's first and last step touch this one.
    await sql`create index "callsLive" on calls (live) where live = 1`.execute(db);
  },
};

const messages: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('messages')
      .addColumn('id', 'text', (c) => c.primaryKey())
      // Both users' ids in order, so that it is the same whoever writes.
      .addColumn('pair', 'text', (c) => c.notNull())
      .addColumn('from', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('to', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('sentAt', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('messagesOrder')
      .on('messages')
      .columns(['pair', 'sentAt'])
      .unique()
      .execute();
    await db.schema
      .createTable('conversations')
      // One row for each side. All of it follows from the messages but how far the user has got.
      .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('peerId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('lastId', 'text', (c) => c.notNull())
      .addColumn('lastAt', 'bigint', (c) => c.notNull())
      .addColumn('unread', 'integer', (c) => c.notNull())
      // The time of the newest message of the peer that reached a device of the user, and that was read.
      .addColumn('delivered', 'bigint', (c) => c.notNull())
      .addColumn('read', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('conversationsKey', ['userId', 'peerId'])
      .execute();
    await db.schema
      .createIndex('conversationsOrder')
      .on('conversations')
      .columns(['userId', 'lastAt'])
      .execute();
  },
};

/** Whoever was called once among a hundred thousand calls is found without reading the others. */
const historyByPerson: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createIndex('historyPeer')
      .on('history')
      .columns(['userId', 'peerId', 'placedAt', 'callId'])
      .execute();
  },
};

const profiles: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('profiles')
      .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('id', 'text', (c) => c.notNull())
      // To the hour, so that connecting rarely writes.
      .addColumn('seenAt', 'bigint', (c) => c.notNull())
      // Several people may sign in with one browser profile: it is another profile of each.
      .addPrimaryKeyConstraint('profilesKey', ['userId', 'id'])
      .execute();
  },
};

const pushSubscriptions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('pushSubscriptions')
      // By which the service worker that is woken up acts as a device of its user.
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('profileId', 'text', (c) => c.notNull())
      // SHA-256 of what the service worker shows when it asks what it was woken up for.
      .addColumn('tokenHash', 'text', (c) => c.notNull().unique())
      // Several people may sign in with one browser profile, which has one endpoint for all of them.
      .addColumn('endpoint', 'text', (c) => c.notNull())
      .addColumn('p256dh', 'text', (c) => c.notNull())
      .addColumn('auth', 'text', (c) => c.notNull())
      // Whom the push service may ask about this server: its address, as this browser has it.
      .addColumn('contact', 'text', (c) => c.notNull())
      .addColumn('seenAt', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('pushSubscriptionsUser')
      .on('pushSubscriptions')
      .columns(['userId', 'profileId'])
      .unique()
      .execute();
  },
};

const migrations = {
  '0001-first-tables': firstTables,
  '0002-secrets': secrets,
  '0003-settings': settings,
  '0004-fewer-indexes': fewerIndexes,
  '0005-messages': messages,
  '0006-history-by-person': historyByPerson,
  '0007-profiles': profiles,
  '0008-shown-names': shownNames,
  '0009-removal-and-missed': removalAndMissed,
  '0010-push-subscriptions': pushSubscriptions,
  '0012-notes': notes,
  '0013-pictures': pictures,
  '0014-missed-call-prompts': missedCallPrompts,
  '0015-greetings': greetings,
  '0015-contacts': contacts,
  '0016-name-words': nameWords,
  '0017-greeting-sizes': greetingSizes,
} as const satisfies Record<string, Migration>;

/** Brings the tables up to date. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The database could not be brought up to date.', { cause: error });
}
