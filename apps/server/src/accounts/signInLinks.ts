import type { SignedIn, UseLinkRequest, UserId } from '@ringback/protocol';
import type * as v from 'valibot';
import { newToken, secretHash } from '../platform/secrets.ts';
import type { Storage } from '../storage/storage.ts';
import type { Accounts } from './accounts.ts';
import type { SignInLinkOperations } from './signInLinksSql.ts';

const hourMs = 60 * 60 * 1000;

export interface SignInLinksDeps {
  readonly storage: Storage<SignInLinkOperations>;
  readonly accounts: Accounts;
  /** Signs all devices of a user out, and closes their connections. */
  readonly signOutAll: (userId: UserId) => Promise<unknown>;
  readonly now: () => number;
}

/** One-time sign-in links, for people who have lost everything else. The host makes them, and passes them on. */
export class SignInLinks {
  readonly #deps: SignInLinksDeps;

  constructor(deps: SignInLinksDeps) {
    this.#deps = deps;
  }

  /** Makes a link's code, which ends an earlier one of the user. */
  async make(userId: UserId): Promise<{ readonly code: string; readonly expiresAt: number }> {
    const { storage, now } = this.#deps;
    const code = newToken();
    const expiresAt = now() + hourMs;
    await storage.run('signInLinks:set', { userId, codeHash: secretHash(code), expiresAt, now: now() });
    return { code, expiresAt };
  }

  /** Whom a code signs in; it stays valid. */
  find(code: string): Promise<UserId | undefined> {
    const { storage, now } = this.#deps;
    return storage.run('signInLinks:find', { codeHash: secretHash(code), now: now() });
  }

  /**
   * Uses a code up: signs all others out, this browser in, and reserves a guest's name for it.
   * @throws {ForbiddenError} for a suspended user, whose code stays valid.
   */
  async use({
    code,
    claim,
    ...browser
  }: v.InferOutput<typeof UseLinkRequest>): Promise<SignedIn | undefined> {
    const { storage, accounts, signOutAll, now } = this.#deps;
    const owner = await this.find(code);
    if (owner === undefined) return undefined;
    accounts.checkAllowed(owner);
    const claimHash = claim === undefined ? null : secretHash(claim);
    const userId = await storage.run('signInLinks:use', {
      codeHash: secretHash(code),
      now: now(),
      claimHash,
    });
    if (userId === undefined) return undefined;
    await signOutAll(userId);
    return accounts.addDevice(userId, browser);
  }
}
