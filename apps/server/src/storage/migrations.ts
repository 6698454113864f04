import { sql, type Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator, type Migration } from 'kysely/migration';
import { accounts, noSuspendedAt, proofs, sessions } from './migrations/accountMigrations.ts';
import { userBounds, contacts, nameWords, pictures, shownNames } from './migrations/peopleMigrations.ts';
import { hostTables, hourlySums, lastingReports, reports } from './migrations/hostMigrations.ts';
import {
  callRequests,
  createHistory,
  removalAndMissed,
  quietEntries,
  urgentCalls,
} from './migrations/historyMigrations.ts';
import { greetings, greetingSizes, missedCallPrompts, notes } from './migrations/noteMigrations.ts';
import { nameLooks } from './migrations/nameMigrations.ts';
import { hiddenMessages, privacy } from './migrations/privacyMigrations.ts';
import { newerData } from './openFailure.ts';
import type { Tables } from './schema.ts';
import { StorageError } from './storage.ts';

/** Released migrations never change; later changes are new migrations. */
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
    // Names are unique, ignoring case.
    .addColumn('nameKey', 'text', (c) => c.notNull().unique())
    // SHA-256 of the secret of the browser profile that first used the name.
    .addColumn('claimHash', 'text')
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('devices')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    // SHA-256 of the device's token.
    .addColumn('tokenHash', 'text', (c) => c.notNull().unique())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    // Precise to the day, so that connecting rarely writes.
    .addColumn('seenAt', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('devicesSeen').on('devices').column('seenAt').execute();
}

async function createCalls(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('calls')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('version', 'integer', (c) => c.notNull())
    // The version that the latest change was based on: a change is written only if that is still the stored version.
    .addColumn('readVersion', 'integer', (c) => c.notNull())
    .addColumn('live', 'integer', (c) => c.notNull())
    .addColumn('reach', 'text', (c) => c.notNull())
    // Both users' ids in order: the same key in both directions.
    .addColumn('pair', 'text', (c) => c.notNull())
    .addColumn('callerId', 'text', (c) => c.notNull())
    .addColumn('calleeId', 'text', (c) => c.notNull())
    .addColumn('placedAt', 'bigint', (c) => c.notNull())
    // The next deadline.
    .addColumn('dueAt', 'bigint')
    // The id of the later `place`, if both called each other.
    .addColumn('alias', 'text')
    // The call as JSON; the columns above repeat what queries need.
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await sql`create unique index "callsPair" on calls (pair) where live = 1 and reach = 'open'`.execute(db);
  await sql`create index "callsCaller" on calls ("callerId") where live = 1`.execute(db);
  await sql`create index "callsCallee" on calls ("calleeId") where live = 1`.execute(db);
  await sql`create index "callsDue" on calls ("dueAt") where live = 1`.execute(db);
  await sql`create unique index "callsAlias" on calls (alias) where alias is not null`.execute(db);
  await db.schema
    .createTable('engaged')
    // The lock that lets a callee take one call at a time: the call that first rings or is answered, on any server, holds it.
    .addColumn('userId', 'text', (c) => c.primaryKey())
    .addColumn('callId', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('engagedCall').on('engaged').column('callId').execute();
}

const settings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('settings')
      // A user who never changed a setting has no row.
      .addColumn('userId', 'text', (c) => c.primaryKey().references('users.id').onDelete('cascade'))
      .addColumn('alwaysRelay', 'integer', (c) => c.notNull())
      .execute();
  },
};

const secrets: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('secrets')
      // The purpose of the secret.
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
  },
};

/** Each index that a step of a call touches is one more page to write before its answer, and no query used these. */
const fewerIndexes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const name of ['callsCaller', 'callsCallee', 'callsDue', 'engagedCall'])
      await db.schema.dropIndex(name).execute();
    // The sweep reads all live calls, which are few; only the first and the last step of a call touch this index.
    await sql`create index "callsLive" on calls (live) where live = 1`.execute(db);
  },
};

const messages: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('messages')
      .addColumn('id', 'text', (c) => c.primaryKey())
      // Both users' ids in order: the same key in both directions.
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
      // One row for each side. All of it can be derived from the messages, except how far the user has read.
      .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('peerId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('lastId', 'text', (c) => c.notNull())
      .addColumn('lastAt', 'bigint', (c) => c.notNull())
      .addColumn('unread', 'integer', (c) => c.notNull())
      // The times of the peer's newest message that reached a device of the user, and that the user read.
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

/** Finds the one call with a person among a hundred thousand without reading the others. */
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
      // Precise to the hour, so that connecting rarely writes.
      .addColumn('seenAt', 'bigint', (c) => c.notNull())
      // Several people may sign in with one browser profile; each has a profile of their own then.
      .addPrimaryKeyConstraint('profilesKey', ['userId', 'id'])
      .execute();
  },
};

const pushSubscriptions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('pushSubscriptions')
      // The id of the device as which the service worker acts.
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('profileId', 'text', (c) => c.notNull())
      // SHA-256 of the token with which the service worker asks why it was woken up.
      .addColumn('tokenHash', 'text', (c) => c.notNull().unique())
      // Not unique: all people who sign in with one browser profile share its endpoint.
      .addColumn('endpoint', 'text', (c) => c.notNull())
      .addColumn('p256dh', 'text', (c) => c.notNull())
      .addColumn('auth', 'text', (c) => c.notNull())
      // The contact that push services require: this server's address as the browser knows it.
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

const serverClock: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // One row at most: where server time stands beside the time since the machine booted.
    await db.schema
      .createTable('serverClock')
      .addColumn('bootId', 'text', (c) => c.primaryKey())
      .addColumn('offsetMs', 'double precision', (c) => c.notNull())
      .execute();
  },
};

const callSettings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const defaults = { busyOnAnotherCall: 0, showCameraWhileRinging: 0, keyboardShortcuts: 1 };
    // SQLite adds one column a statement.
    for (const [column, value] of Object.entries(defaults))
      await db.schema
        .alterTable('settings')
        .addColumn(column, 'integer', (c) => c.notNull().defaultTo(value))
        .execute();
  },
};

/** Beside the call in which a user talks, there may be one that they hold. */
const heldCalls: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('engaged').renameTo('engagedBefore').execute();
    await db.schema
      .createTable('engaged')
      .addColumn('userId', 'text', (c) => c.notNull())
      .addColumn('callId', 'text', (c) => c.notNull())
      .addColumn('held', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('engagedKey', ['userId', 'held'])
      .execute();
    await sql`insert into engaged ("userId", "callId", held) select "userId", "callId", 0 from "engagedBefore"`.execute(
      db,
    );
    await db.schema.dropTable('engagedBefore').execute();
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
  '0018-server-clock': serverClock,
  '0019-name-looks': nameLooks,
  '0020-user-bounds': userBounds,
  '0021-call-settings': callSettings,
  '0022-held-calls': heldCalls,
  '0023-privacy': privacy,
  '0024-accounts': accounts,
  '0025-sessions': sessions,
  '0026-host': hostTables,
  '0028-hidden-messages': hiddenMessages,
  '0029-call-requests': callRequests,
  '0030-reports': reports,
  '0031-urgent-calls': urgentCalls,
  '0033-proofs': proofs,
  '0034-lasting-reports': lastingReports,
  '0035-no-suspended-at': noSuspendedAt,
  '0035-quiet-entries': quietEntries,
  '0036-hourly-sums': hourlySums,
} as const satisfies Record<string, Migration>;

/**
 * Runs the migrations that the database has not had yet.
 * @throws {StorageError} when a newer version has migrated it further.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  await refuseNewer(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('The migration failed.');
}

/** Kysely would say that its migrations are corrupted, which leads people to the wrong cure. */
async function refuseNewer(db: Kysely<Tables>): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return;
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  if (!rows.every(({ name }) => isKnownMigration(name)))
    throw new StorageError(newerData, 'The data was written by a newer version.');
}

/** Whether this version has a migration of a name that a database has had. */
export function isKnownMigration(name: unknown): boolean {
  return typeof name === 'string' && Object.hasOwn(migrations, name);
}
