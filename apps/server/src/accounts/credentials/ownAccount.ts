import { randomUUID } from 'node:crypto';
import {
  fail,
  ok,
  UserId,
  type AccountState,
  type ChangePasswordRequest,
  type CreateAccountRequest,
  type Joined,
  type JoinRequest,
  type OwnAccount,
  type RecoveryCodes,
  type Result,
  type SignInBrowser,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { AttachedDevices } from '../../devices/attachedDevices.ts';
import type { ContactNotifier } from '../../people/contactNotifier.ts';
import type { PeopleOperations } from '../../people/peopleSql.ts';
import { secretHash } from '../../platform/secrets.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Accounts } from '../accounts.ts';
import type { AccountOperations, KnownDevice } from '../accountsSql.ts';
import type { Tables } from '../../storage/schema.ts';
import type { SignOutOthers } from './credentialSignIn.ts';
import type { AccountCreation, CredentialOperations } from './credentialsSql.ts';
import { queueFullMs, type HashQueue } from './hashQueue.ts';
import { hashPassword } from './passwordHash.ts';
import type { InvitationOperations } from './memberInvitationsSql.ts';
import type { Proofs } from './proofs.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recoveryCodes.ts';

export interface OwnAccountDeps {
  readonly storage: Storage<
    AccountOperations & CredentialOperations & InvitationOperations & PeopleOperations
  >;
  readonly accounts: Accounts;
  readonly devices: AttachedDevices;
  readonly contactNotifier: ContactNotifier;
  readonly hashes: HashQueue;
  readonly proofs: Proofs;
  /** `invite`: becoming an account needs an invitation. */
  readonly accountsMode: 'open' | 'invite';
  readonly signOutOthers: SignOutOthers;
  readonly now: () => number;
}

/** With what a user becomes an account: a password, a passkey, or a provider of OpenID Connect. */
export interface FirstCredentials {
  readonly passwordHash?: string | undefined;
  readonly passkey?: Tables['passkeys'] | undefined;
  readonly oidcSubject?: string | undefined;
  readonly handle?: string | undefined;
  readonly invitation?: string | undefined;
  readonly claim?: string | undefined;
}

type Device = Pick<KnownDevice, 'userId' | 'deviceId'>;

const refusals: { readonly [W in Exclude<AccountCreation, 'created' | 'signedOut'>]: string } = {
  exists: 'You have an account already.',
  handleTaken: 'That handle is taken. Choose another one.',
  invitationInvalid: 'This invitation is used up or has expired. Ask for a new one.',
};
const invitationNeeded = 'You need an invitation to create an account here. Ask the host for one.';
const nameTaken = 'That name is taken here. Choose another one.';
const handleTooOften = 'You have changed your handle often. Keep this one for some weeks.';
const wrongOldPassword = 'That is not your old password.';
const guestsOnly = 'You have no account yet. Create one in Settings.';

/** What users do with their own accounts. */
export class OwnAccounts {
  readonly #deps: OwnAccountDeps;

  constructor(deps: OwnAccountDeps) {
    this.#deps = deps;
  }

  async state(userId: UserId): Promise<AccountState> {
    return { account: (await this.#deps.storage.run('accounts:of', userId)) ?? null };
  }

  /** Turns a guest into an account with a password, and signs out their other devices. */
  async create(
    device: Device,
    { password, handle, invitation, claim }: v.InferOutput<typeof CreateAccountRequest>,
  ): Promise<Result<RecoveryCodes>> {
    const refusal = await this.invitationRefusal(invitation);
    if (refusal !== undefined) return refusal;
    const passwordHash = await this.#deps.hashes.run('stranger', () => hashPassword(password));
    if (passwordHash === undefined) return fail('tooMany', { retryAfterMs: queueFullMs });
    return this.createWith(device, { passwordHash, handle, invitation, claim });
  }

  /** Adds a user with an account and a password, on a first device. */
  async join({
    name,
    password,
    profile,
    kind,
    ...more
  }: v.InferOutput<typeof JoinRequest>): Promise<Result<Joined>> {
    const { hashes } = this.#deps;
    const refusal = await this.invitationRefusal(more.invitation);
    if (refusal !== undefined) return refusal;
    const passwordHash = await hashes.run('stranger', () => hashPassword(password));
    if (passwordHash === undefined) return fail('tooMany', { retryAfterMs: queueFullMs });
    return this.joinWith(newUserId(), name, { passwordHash, ...more }, { profile, kind });
  }

  /** Adds a user with an account, on a first device. */
  async joinWith(
    userId: UserId,
    name: string,
    credentials: FirstCredentials,
    browser: SignInBrowser,
  ): Promise<Result<Joined>> {
    const { storage, accounts } = this.#deps;
    if (!(await accounts.addNewUser(userId, name))) return fail('conflict', { message: nameTaken });
    const signedIn = await accounts.addDevice(userId, browser);
    const created = await this.createWith({ userId, deviceId: signedIn.device.id }, credentials);
    if (!created.ok) {
      await storage.run('users:removeNew', userId);
      return created;
    }
    const [me = signedIn.me] = await storage.run('people:named', [userId]);
    return ok({ ...created.data, signedIn: { ...signedIn, me } });
  }

  /** Why no one becomes an account by this invitation; undefined if it will do. Judged again when it is spent. */
  async invitationRefusal(invitation: string | undefined): Promise<Result<never> | undefined> {
    const { storage, accountsMode, now } = this.#deps;
    if (accountsMode === 'open') return undefined;
    if (invitation === undefined) return fail('forbidden', { message: invitationNeeded });
    const asked = { codeHash: secretHash(invitation), at: now() };
    if (await storage.run('invitations:isValid', asked)) return undefined;
    return fail('conflict', { message: refusals.invitationInvalid });
  }

  /** Turns a guest into an account, and signs out their other devices. */
  async createWith(
    device: Device,
    { passwordHash, passkey, oidcSubject, handle, invitation, claim }: FirstCredentials,
  ): Promise<Result<RecoveryCodes>> {
    const { storage, accountsMode, now } = this.#deps;
    if (accountsMode === 'invite' && invitation === undefined)
      return fail('forbidden', { message: invitationNeeded });
    // Whom a provider signs in makes recovery codes in Settings, if they want any.
    const recoveryCodes = oidcSubject === undefined ? newRecoveryCodes() : [];
    const outcome = await storage.run('accounts:create', {
      userId: device.userId,
      by: device.deviceId,
      handle,
      passwordHash,
      passkey,
      oidcSubject,
      codeHashes: recoveryCodes.map(recoveryCodeHash),
      invitationHash:
        accountsMode === 'invite' && invitation !== undefined ? secretHash(invitation) : undefined,
      at: now(),
    });
    if (outcome === 'signedOut') return fail('unauthorized');
    if (outcome !== 'created') return fail('conflict', { message: refusals[outcome] });
    await this.#created(device, claim);
    return this.#withCodes(device.userId, recoveryCodes);
  }

  async #created({ userId, deviceId }: Device, claim: string | undefined): Promise<void> {
    const { storage, signOutOthers, now } = this.#deps;
    // First, because a guest's other devices may belong to anyone.
    await signOutOthers({ userId, deviceId }, 'account');
    if (claim !== undefined)
      await storage.run('accounts:seeBrowser', { userId, claimHash: secretHash(claim), seenAt: now() });
    await this.#changed(userId);
  }

  /** Notifies everyone who knows the user of what they see of the account. */
  async #changed(userId: UserId): Promise<void> {
    const { storage, contactNotifier } = this.#deps;
    const [person] = await storage.run('people:named', [userId]);
    if (person !== undefined) await contactNotifier.personChanged(person);
  }

  /** Needs the old password if there is one, else a proof. */
  async changePassword(
    device: Device,
    { old, password, signOutOthers }: v.InferOutput<typeof ChangePasswordRequest>,
  ): Promise<Result<AccountState>> {
    const { storage, hashes, proofs } = this.#deps;
    const { userId } = device;
    const account = await storage.run('accounts:of', userId);
    if (account === undefined) return fail('conflict', { message: guestsOnly });
    const refusal = account.hasPassword
      ? await proofs.passwordRefusal(userId, old ?? '', wrongOldPassword)
      : await proofs.refusal(device);
    if (refusal !== undefined) return refusal;
    const passwordHash = await hashes.run('known', () => hashPassword(password));
    if (passwordHash === undefined) return fail('tooMany', { retryAfterMs: queueFullMs });
    const isSet = await storage.run('accounts:setPassword', { userId, passwordHash, by: device.deviceId });
    if (!isSet) return fail('unauthorized');
    if (signOutOthers) await this.#deps.signOutOthers(device);
    return ok(await this.state(userId));
  }

  async changeHandle(userId: UserId, handle: string | null): Promise<Result<AccountState>> {
    const { storage, now } = this.#deps;
    if ((await storage.run('accounts:of', userId)) === undefined)
      return fail('conflict', { message: guestsOnly });
    const outcome = await storage.run('accounts:setHandle', { userId, handle, at: now() });
    if (outcome === 'taken') return fail('conflict', { message: refusals.handleTaken });
    if (outcome === 'tooOften') return fail('conflict', { message: handleTooOften });
    await this.#changed(userId);
    return ok(await this.state(userId));
  }

  /** Makes new recovery codes; the old ones end. Needs a proof. */
  async renewCodes(device: Device): Promise<Result<RecoveryCodes>> {
    const { storage, proofs } = this.#deps;
    const { userId, deviceId: by } = device;
    if ((await storage.run('accounts:of', userId)) === undefined)
      return fail('conflict', { message: guestsOnly });
    const refusal = await proofs.refusal(device);
    if (refusal !== undefined) return refusal;
    const codes = newRecoveryCodes();
    const codeHashes = codes.map(recoveryCodeHash);
    if (!(await storage.run('accounts:replaceCodes', { userId, codeHashes, by })))
      return fail('unauthorized');
    return this.#withCodes(userId, codes);
  }

  async #withCodes(userId: UserId, codes: readonly string[]): Promise<Result<RecoveryCodes>> {
    const account: OwnAccount | undefined = await this.#deps.storage.run('accounts:of', userId);
    return account === undefined ? fail('internal') : ok({ account, recoveryCodes: [...codes] });
  }
}

function newUserId(): UserId {
  return v.parse(UserId, randomUUID());
}
