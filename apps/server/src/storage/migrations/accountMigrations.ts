import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A user without a row in `accounts` is a guest. */
export const accounts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createAccounts(db);
    await createCredentials(db);
    await createInvitations(db);
  },
};

async function createAccounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('userId', 'text', (c) => c.primaryKey().references('users.id').onDelete('cascade'))
    // In lower case, for people to find the account by.
    .addColumn('handle', 'text', (c) => c.unique())
    // A PHC string, which holds the parameters of the hash.
    .addColumn('passwordHash', 'text')
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('suspendedAt', 'bigint')
    // When the account goes, if its user has asked for that.
    .addColumn('deleteAt', 'bigint')
    // The issuer and the subject of OpenID Connect.
    .addColumn('oidcSubject', 'text', (c) => c.unique())
    .execute();
  await db.schema
    .createTable('freedHandles')
    // Others cannot take it for a while, so that no one is mistaken for its former owner.
    .addColumn('handle', 'text', (c) => c.primaryKey())
    // Null once the account is deleted.
    .addColumn('userId', 'text')
    .addColumn('freedAt', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('freedHandlesUser').on('freedHandles').column('userId').execute();
}

async function createCredentials(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('passkeys')
    // The credential id, in base64url.
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('publicKey', 'text', (c) => c.notNull())
    .addColumn('counter', 'bigint', (c) => c.notNull())
    // JSON: how the browser can reach the authenticator.
    .addColumn('transports', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    // The host that the passkey belongs to: browsers offer it nowhere else.
    .addColumn('rpId', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('usedAt', 'bigint')
    .execute();
  await db.schema.createIndex('passkeysUser').on('passkeys').column('userId').execute();
  await db.schema
    .createTable('recoveryCodes')
    .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('codeHash', 'text', (c) => c.notNull())
    .addColumn('usedAt', 'bigint')
    .addPrimaryKeyConstraint('recoveryCodesKey', ['userId', 'codeHash'])
    .execute();
  await db.schema
    .createTable('accountBrowsers')
    // The browsers that have signed in to an account before, by their claims.
    .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('claimHash', 'text', (c) => c.notNull())
    .addColumn('seenAt', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('accountBrowsersKey', ['userId', 'claimHash'])
    .execute();
}

async function createInvitations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('invitations')
    .addColumn('codeHash', 'text', (c) => c.primaryKey())
    // Null if the host made it.
    .addColumn('createdBy', 'text', (c) => c.references('users.id').onDelete('cascade'))
    .addColumn('usesLeft', 'integer', (c) => c.notNull())
    .addColumn('expiresAt', 'bigint', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('invitationsCreator').on('invitations').column('createdBy').execute();
}

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

/** When the user of each device last proved there who they are, by signing in or later. */
export const proofs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('devices').addColumn('provenAt', 'bigint').execute();
  },
};

/** Guests can be suspended as well, so that is a table of its own. */
export const noSuspendedAt: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('accounts').dropColumn('suspendedAt').execute();
  },
};
