import { nameKey, UserId, type DeviceId, type OwnAccount } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import * as v from 'valibot';
import type { Tables } from '../../storage/schema.ts';
import type { OperationHandlers } from '../../storage/storage.ts';
import { isSignedIn } from '../accountsSql.ts';
import { changeHandle, reserveNames, type HandleChange, type HandleOutcome } from '../handlesSql.ts';
import { spendInvitation } from './memberInvitationsSql.ts';

/** What a sign-in needs of an account. */
export interface SignInAccount {
  readonly userId: UserId;
  readonly passwordHash: string | null;
  /** Whether the browser that asks has signed in to it before. */
  readonly isKnownBrowser: boolean;
}

/** A guest's first credentials. */
export interface NewAccount {
  readonly userId: UserId;
  /** The device that asks. */
  readonly by: DeviceId;
  readonly handle: string | undefined;
  readonly passwordHash: string | undefined;
  readonly passkey: Tables['passkeys'] | undefined;
  readonly oidcSubject: string | undefined;
  readonly codeHashes: readonly string[];
  /** The hash of an invitation to spend; undefined where none is needed. */
  readonly invitationHash: string | undefined;
  readonly at: number;
}

/** How it ended. Nothing is stored unless it is `created`. */
export type AccountCreation = 'created' | 'signedOut' | 'exists' | 'handleTaken' | 'invitationInvalid';

/**
 * The operations on accounts and their credentials. `by`: the device that asks. If it was signed out meanwhile, nothing
 * changes and the output is false, so that no one keeps an account through credentials that were on their way.
 */
export interface CredentialOperations {
  'accounts:of': { input: UserId; output: OwnAccount | undefined };
  /** By sign-in name, handle, or shown name where only one account has it; ignores case. */
  'accounts:find': { input: { text: string; claimHash: string | null }; output: SignInAccount | undefined };
  /** By the issuer and subject of OpenID Connect. */
  'accounts:byOidc': { input: string; output: UserId | undefined };
  'accounts:create': { input: NewAccount; output: AccountCreation };
  'accounts:passwordHash': { input: UserId; output: string | null };
  /** Without `by` the same password is stored with a newer hash. */
  'accounts:setPassword': {
    input: { userId: UserId; passwordHash: string; by?: DeviceId | undefined };
    output: boolean;
  };
  /** A handle that somebody else has, or gave up a short time ago, is taken. */
  'accounts:setHandle': { input: HandleChange; output: HandleOutcome };
  'accounts:replaceCodes': {
    input: { userId: UserId; codeHashes: readonly string[]; by: DeviceId };
    output: boolean;
  };
  /** Spends a recovery code, or only looks it up for a suspended user; false if it is none, or spent. */
  'accounts:useCode': { input: { userId: UserId; codeHash: string; at: number }; output: boolean };
  /** Records that a browser signed in. */
  'accounts:seeBrowser': { input: Tables['accountBrowsers']; output: void };
}

export function credentialOperations(db: Kysely<Tables>): OperationHandlers<CredentialOperations> {
  return {
    'accounts:of': (userId) => accountOf(db, userId),
    'accounts:find': ({ text, claimHash }) => findAccount(db, text, claimHash),
    'accounts:byOidc': async (subject) => {
      const query = db.selectFrom('accounts').select('userId').where('oidcSubject', '=', subject);
      return (await query.executeTakeFirst())?.userId;
    },
    'accounts:create': (account) => createOrRollBack(db, account),
    'accounts:passwordHash': async (userId) => {
      const query = db.selectFrom('accounts').select('passwordHash').where('userId', '=', userId);
      return (await query.executeTakeFirst())?.passwordHash ?? null;
    },
    'accounts:setPassword': ({ userId, passwordHash, by }) =>
      whileSignedIn(db, by, async (trx) => {
        await trx.updateTable('accounts').set({ passwordHash }).where('userId', '=', userId).execute();
      }),
    'accounts:setHandle': (change) => db.transaction().execute((trx) => changeHandle(trx, change)),
    'accounts:replaceCodes': ({ userId, codeHashes, by }) =>
      whileSignedIn(db, by, (trx) => replaceCodes(trx, userId, codeHashes)),
    'accounts:useCode': ({ userId, codeHash, at }) => spendCode(db, userId, codeHash, at),
    'accounts:seeBrowser': (browser) => seeBrowser(db, browser),
  };
}

/** Makes a change unless the device that asks for it is signed out. */
function whileSignedIn(
  db: Kysely<Tables>,
  by: DeviceId | undefined,
  change: (trx: Transaction<Tables>) => Promise<void>,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (by !== undefined && !(await isSignedIn(trx, by))) return false;
    await change(trx);
    return true;
  });
}

async function accountOf(db: Kysely<Tables>, userId: UserId): Promise<OwnAccount | undefined> {
  const account = await db
    .selectFrom('accounts')
    .select(['handle', 'passwordHash', 'createdAt'])
    .where('userId', '=', userId)
    .executeTakeFirst();
  if (account === undefined) return undefined;
  const codes = await db
    .selectFrom('recoveryCodes')
    .select('codeHash')
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .execute();
  const passkeys = await db
    .selectFrom('passkeys')
    .select(['id', 'name', 'createdAt', 'usedAt'])
    .where('userId', '=', userId)
    .orderBy('createdAt')
    .execute();
  return {
    ...(account.handle !== null && { handle: account.handle }),
    since: account.createdAt,
    hasPassword: account.passwordHash !== null,
    recoveryCodesLeft: codes.length,
    passkeys: passkeys.map(({ usedAt, ...passkey }) => ({ ...passkey, ...(usedAt !== null && { usedAt }) })),
  };
}

/** The id of no user. */
const noUser = v.parse(UserId, '00000000-0000-4000-8000-000000000000');

async function findAccount(
  db: Kysely<Tables>,
  text: string,
  claimHash: string | null,
): Promise<SignInAccount | undefined> {
  const key = nameKey(text.trim());
  const rows = await db
    .selectFrom('accounts')
    .innerJoin('users', 'users.id', 'accounts.userId')
    .select(['accounts.userId', 'passwordHash', 'accounts.handle as accountHandle', 'nameKey'])
    .where((eb) =>
      eb.or([
        eb('nameKey', '=', key),
        eb('accounts.handle', '=', key.replace(/^@/, '')),
        eb('shownKey', '=', key),
      ]),
    )
    .limit(10)
    .execute();
  const exact = rows.find((row) => row.nameKey === key || row.accountHandle === key.replace(/^@/, ''));
  const found = exact ?? (rows.length === 1 ? rows[0] : undefined);
  // Also for unknown names, which must take as long.
  const browser = await db
    .selectFrom('accountBrowsers')
    .select('seenAt')
    .where('userId', '=', found?.userId ?? noUser)
    .where('claimHash', '=', claimHash ?? '')
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const { userId, passwordHash } = found;
  return { userId, passwordHash, isKnownBrowser: browser !== undefined };
}

/** Why an account was not created; thrown, so that the transaction is rolled back. */
class CreationRefused extends Error {
  readonly why: Exclude<AccountCreation, 'created'>;

  constructor(why: CreationRefused['why']) {
    super(why);
    this.why = why;
  }
}

async function createOrRollBack(db: Kysely<Tables>, account: NewAccount): Promise<AccountCreation> {
  try {
    await db.transaction().execute((trx) => createAccount(trx, account));
    return 'created';
  } catch (error) {
    if (error instanceof CreationRefused) return error.why;
    throw error;
  }
}

async function createAccount(trx: Transaction<Tables>, account: NewAccount): Promise<void> {
  const {
    userId,
    by,
    handle,
    passwordHash = null,
    passkey,
    oidcSubject = null,
    codeHashes,
    invitationHash,
    at,
  } = account;
  if (!(await isSignedIn(trx, by))) throw new CreationRefused('signedOut');
  const added = await trx
    .insertInto('accounts')
    .values({
      userId,
      handle: null,
      passwordHash,
      createdAt: at,
      deleteAt: null,
      oidcSubject,
    })
    // Of the user, or of the person at the provider, who signs in for the first time in two browsers at once.
    .onConflict((oc) => oc.doNothing())
    .returning('userId')
    .execute();
  if (added.length === 0) throw new CreationRefused('exists');
  if (invitationHash !== undefined && !(await spendInvitation(trx, invitationHash, at)))
    throw new CreationRefused('invitationInvalid');
  if (handle !== undefined && (await changeHandle(trx, { userId, handle, at })) === 'taken')
    throw new CreationRefused('handleTaken');
  if (passkey !== undefined) await trx.insertInto('passkeys').values(passkey).execute();
  // Its user has just chosen the credentials there.
  await trx.updateTable('devices').set({ provenAt: at }).where('id', '=', by).execute();
  await replaceCodes(trx, userId, codeHashes);
  // Its name is no browser's any more: only the account's credentials open it.
  await trx.updateTable('users').set({ claimHash: null }).where('id', '=', userId).execute();
  await reserveNames(trx, userId);
}

async function replaceCodes(
  trx: Transaction<Tables>,
  userId: UserId,
  codeHashes: readonly string[],
): Promise<void> {
  await trx.deleteFrom('recoveryCodes').where('userId', '=', userId).execute();
  const rows = codeHashes.map((codeHash) => ({ userId, codeHash, usedAt: null }));
  if (rows.length > 0) await trx.insertInto('recoveryCodes').values(rows).execute();
}

async function spendCode(db: Kysely<Tables>, userId: UserId, codeHash: string, at: number): Promise<boolean> {
  // Who is suspended is told so, and needs the code once they are restored.
  if (await isSuspended(db, userId)) return hasUnusedCode(db, userId, codeHash);
  const used = await db
    .updateTable('recoveryCodes')
    .set({ usedAt: at })
    .where('userId', '=', userId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .returning('codeHash')
    .execute();
  return used.length > 0;
}

async function isSuspended(db: Kysely<Tables>, userId: UserId): Promise<boolean> {
  const query = db.selectFrom('suspensions').select('userId').where('userId', '=', userId);
  return (await query.executeTakeFirst()) !== undefined;
}

async function hasUnusedCode(db: Kysely<Tables>, userId: UserId, codeHash: string): Promise<boolean> {
  const query = db
    .selectFrom('recoveryCodes')
    .select('codeHash')
    .where('userId', '=', userId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Browsers of one account that are remembered; the one that signed in longest ago is forgotten first. */
const mostBrowsers = 50;

async function seeBrowser(db: Kysely<Tables>, browser: Tables['accountBrowsers']): Promise<void> {
  const { userId, seenAt } = browser;
  await db
    .insertInto('accountBrowsers')
    .values(browser)
    .onConflict((oc) => oc.columns(['userId', 'claimHash']).doUpdateSet({ seenAt }))
    .execute();
  const own = db.selectFrom('accountBrowsers').select('claimHash').where('userId', '=', userId);
  await db
    .deleteFrom('accountBrowsers')
    .where('userId', '=', userId)
    .where('claimHash', 'not in', own.orderBy('seenAt', 'desc').limit(mostBrowsers))
    .execute();
}
