import { randomUUID } from 'node:crypto';
import {
  fail,
  ok,
  UserId,
  type AccountState,
  type AddPasskeyRequest,
  type JoinByPasskeyRequest,
  type JoinOptionsRequest,
  type Joined,
  type NewPasskeyOptions,
  type PasskeyAdded,
  type PasskeySignIn,
  type PasskeySignInOptions,
  type RemovePasskeyRequest,
  type Result,
  type SignedIn,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { PeopleOperations } from '../../people/peopleSql.ts';
import type { Storage } from '../../storage/storage.ts';
import type { KnownDevice } from '../accountsSql.ts';
import type { CredentialSignIn } from '../credentials/credentialSignIn.ts';
import type { CredentialOperations } from '../credentials/credentialsSql.ts';
import type { OwnAccounts } from '../credentials/ownAccount.ts';
import type { PasskeyCeremonies } from './passkeyCeremonies.ts';
import type { PasskeyOperations } from './passkeysSql.ts';

export interface PasskeyAccountDeps {
  readonly storage: Storage<CredentialOperations & PasskeyOperations & PeopleOperations>;
  readonly ceremonies: PasskeyCeremonies;
  readonly credentialSignIn: CredentialSignIn;
  readonly ownAccounts: OwnAccounts;
  readonly signOutOthers: (device: Device) => Promise<void>;
  readonly now: () => number;
}

type Device = Pick<KnownDevice, 'userId' | 'deviceId'>;

/** Passkeys of one account: more than people have devices. */
const mostPasskeys = 20;
const unknownPasskey = "That passkey doesn't belong to an account here. Try another one, or use a password.";
const notMade = "The passkey couldn't be added. Try again.";
const lastPasskey = 'This passkey is your only way to sign in. Set a password first, then remove it.';

/** Signs in by passkeys, and adds and removes those of accounts. `origin`: that of the page that asks. */
export class PasskeyAccounts {
  readonly #deps: PasskeyAccountDeps;

  constructor(deps: PasskeyAccountDeps) {
    this.#deps = deps;
  }

  signInOptions(): Promise<PasskeySignInOptions> {
    return this.#deps.ceremonies.signInOptions();
  }

  /** Never limited by account: only who has the passkey can try. */
  async signIn(
    { assertion, claim, ...browser }: v.InferOutput<typeof PasskeySignIn>,
    origin: string,
  ): Promise<Result<SignedIn>> {
    const { storage, ceremonies, credentialSignIn, now } = this.#deps;
    const passkey = await storage.run('passkeys:byId', assertion.id);
    const counter = passkey && (await ceremonies.verify(assertion, passkey, origin));
    if (passkey === undefined || counter === undefined)
      return fail('unauthorized', { message: unknownPasskey });
    await storage.run('passkeys:used', { id: passkey.id, counter, usedAt: now() });
    return ok(await credentialSignIn.signIn(passkey.userId, claim, browser));
  }

  async newOptions({ userId }: Device): Promise<Result<NewPasskeyOptions>> {
    const { storage, ceremonies } = this.#deps;
    const [person] = await storage.run('people:named', [userId]);
    if (person === undefined) return fail('unauthorized');
    const known = await storage.run('passkeys:of', userId);
    return ok(await ceremonies.newOptions(person, known, { kind: 'add', userId }));
  }

  /** Adds a passkey to an account; a guest becomes an account by it. */
  async add(
    device: Device,
    { attestation, name, ...more }: v.InferOutput<typeof AddPasskeyRequest>,
    origin: string,
  ): Promise<Result<PasskeyAdded>> {
    const { storage, ceremonies, ownAccounts } = this.#deps;
    const { userId } = device;
    const made = await ceremonies.verifyNew(attestation, origin);
    if (made?.purpose.kind !== 'add' || made.purpose.userId !== userId)
      return fail('badRequest', { message: notMade });
    const passkey = { ...made.passkey, userId, name };
    if ((await storage.run('accounts:of', userId)) === undefined)
      return ownAccounts.createWith(device, { passkey, ...more });
    if (!(await storage.run('passkeys:add', { passkey, by: device.deviceId, atMost: mostPasskeys })))
      return fail('conflict', { message: notMade });
    const { account } = await ownAccounts.state(userId);
    return account === null ? fail('internal') : ok({ account });
  }

  async joinOptions({
    name,
    invitation,
  }: v.InferOutput<typeof JoinOptionsRequest>): Promise<Result<NewPasskeyOptions>> {
    const { ceremonies, ownAccounts } = this.#deps;
    const refusal = await ownAccounts.invitationRefusal(invitation);
    if (refusal !== undefined) return refusal;
    const userId = v.parse(UserId, randomUUID());
    return ok(await ceremonies.newOptions({ id: userId, name }, [], { kind: 'join', userId, name }));
  }

  /** Adds a user with an account and a passkey, on a first device. */
  async join(
    { attestation, name, user, profile, kind, ...more }: v.InferOutput<typeof JoinByPasskeyRequest>,
    origin: string,
  ): Promise<Result<Joined>> {
    const { ceremonies, ownAccounts } = this.#deps;
    const made = await ceremonies.verifyNew(attestation, origin);
    if (made?.purpose.kind !== 'join' || made.purpose.name !== user)
      return fail('badRequest', { message: notMade });
    const { userId } = made.purpose;
    const passkey = { ...made.passkey, userId, name };
    return ownAccounts.joinWith(userId, user, { passkey, ...more }, { profile, kind });
  }

  async remove(
    device: Device,
    { id, signOutOthers }: v.InferOutput<typeof RemovePasskeyRequest>,
  ): Promise<Result<AccountState>> {
    const { storage, ownAccounts } = this.#deps;
    const outcome = await storage.run('passkeys:remove', { id, userId: device.userId });
    if (outcome === 'last') return fail('conflict', { message: lastPasskey });
    if (outcome === 'unknown') return fail('notFound');
    if (signOutOthers) await this.#deps.signOutOthers(device);
    return ok(await ownAccounts.state(device.userId));
  }
}
