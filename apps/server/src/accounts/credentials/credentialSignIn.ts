import {
  fail,
  nameKey,
  ok,
  UserId,
  type PasswordSignIn,
  type RecoverySignIn,
  type Result,
  type SessionEndReason,
  type SignedIn,
  type SignInBrowser,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { AuditLog } from '../../moderation/auditLog.ts';
import { secretHash } from '../../platform/secrets.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Accounts } from '../accounts.ts';
import type { KnownDevice } from '../accountsSql.ts';
import type { AttemptLimiter, Attempt } from './attemptLimiter.ts';
import type { CredentialOperations, SignInAccount } from './credentialsSql.ts';
import { queueFullMs, type HashQueue } from './hashQueue.ts';
import { dummyHash, hashPassword, isOutdated, verifyPassword } from './passwordHash.ts';
import { recoveryCodeHash } from './recoveryCodes.ts';

/** Signs out the user's other devices. `account`: they became an account; other tabs of the same browser are signed out, too. */
export type SignOutOthers = (
  device: Pick<KnownDevice, 'userId' | 'deviceId'>,
  why?: Extract<SessionEndReason, 'account'>,
) => Promise<void>;

export interface CredentialSignInDeps {
  readonly storage: Storage<CredentialOperations>;
  readonly accounts: Accounts;
  readonly attempts: AttemptLimiter;
  readonly hashes: HashQueue;
  readonly audit: AuditLog;
  /** Signs out all devices of a user but one. */
  readonly signOutOthers: SignOutOthers;
  readonly now: () => number;
}

const wrongPassword = 'Wrong name or password. Check both, or use a recovery code.';
const wrongCode = 'Wrong name or code. Each code works once.';

/** The id of no user. */
const noUser = v.parse(UserId, '00000000-0000-4000-8000-000000000000');

/**
 * Signs people in to their accounts. An unknown name, a guest's name, an account without a password and a wrong password
 * get the same answer after the same work, so that no one learns who has an account.
 */
export class CredentialSignIn {
  readonly #deps: CredentialSignInDeps;

  constructor(deps: CredentialSignInDeps) {
    this.#deps = deps;
  }

  /** `address`: the key of the browser's address in limits. */
  async byPassword(
    { name, password, claim, ...browser }: v.InferOutput<typeof PasswordSignIn>,
    address: string,
  ): Promise<Result<SignedIn>> {
    const account = await this.#find(name, claim);
    const attempt = attemptOf(account, name, address);
    const retryAfterMs = this.#deps.attempts.take(attempt);
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs, message: tooManyMessage(retryAfterMs) });
    const isRight = await this.#deps.hashes.run(attempt.isKnown ? 'known' : 'stranger', () =>
      this.#verify(account, password),
    );
    if (isRight !== false) this.#deps.attempts.giveBack(attempt);
    if (isRight === undefined) return fail('tooMany', { retryAfterMs: queueFullMs });
    if (!isRight || account === undefined) return fail('unauthorized', { message: wrongPassword });
    return ok(await this.signIn(account.userId, claim, browser));
  }

  async byRecoveryCode(
    { name, code, claim, signOutOthers, ...browser }: v.InferOutput<typeof RecoverySignIn>,
    address: string,
  ): Promise<Result<SignedIn>> {
    const { storage, attempts, now } = this.#deps;
    const account = await this.#find(name, claim);
    // 80 bits cannot be guessed, and people who lost their browsers must not be locked out by those who try.
    const attempt = { ...attemptOf(account, name, address), isKnown: true };
    const retryAfterMs = attempts.take(attempt);
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs, message: tooManyMessage(retryAfterMs) });
    const spent = { userId: account?.userId ?? noUser, codeHash: recoveryCodeHash(code), at: now() };
    const isRight = await storage.run('accounts:useCode', spent);
    if (!isRight || account === undefined) return fail('unauthorized', { message: wrongCode });
    attempts.giveBack(attempt);
    const signedIn = await this.signIn(account.userId, claim, browser);
    if (signOutOthers)
      await this.#deps.signOutOthers({ userId: account.userId, deviceId: signedIn.device.id });
    return ok(signedIn);
  }

  /** Adds a device for a user who has proved who they are, and remembers their browser. */
  async signIn(userId: UserId, claim: string | undefined, browser: SignInBrowser): Promise<SignedIn> {
    const { storage, accounts, audit, now } = this.#deps;
    const signedIn = await accounts.addDevice(userId, browser);
    audit.record({ kind: 'signedIn', userId });
    if (claim !== undefined)
      await storage.run('accounts:seeBrowser', { userId, claimHash: secretHash(claim), seenAt: now() });
    return signedIn;
  }

  #find(name: string, claim: string | undefined): Promise<SignInAccount | undefined> {
    const claimHash = claim === undefined ? null : secretHash(claim);
    return this.#deps.storage.run('accounts:find', { text: name, claimHash });
  }

  async #verify(account: SignInAccount | undefined, password: string): Promise<boolean> {
    const hash = account?.passwordHash ?? null;
    const isRight = await verifyPassword(password, hash ?? dummyHash);
    if (!isRight || hash === null || account === undefined) return false;
    if (isOutdated(hash)) {
      const passwordHash = await hashPassword(password);
      await this.#deps.storage.run('accounts:setPassword', { userId: account.userId, passwordHash });
    }
    return true;
  }
}

/** A message that says how long to wait. */
export function tooManyMessage(retryAfterMs: number): string {
  const minutes = Math.ceil(retryAfterMs / 60_000);
  return `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
}

function attemptOf(account: SignInAccount | undefined, name: string, address: string): Attempt {
  return {
    account: account?.userId ?? nameKey(name),
    address,
    isKnown: account?.isKnownBrowser === true,
  };
}
