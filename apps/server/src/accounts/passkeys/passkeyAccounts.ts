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
  type PasskeyAssertion,
  type PasskeySignIn,
  type PasskeySignInOptions,
  type ProofRequest,
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
import type { Proofs } from '../credentials/proofs.ts';
import type { PasskeyCeremonies, Purpose } from './passkeyCeremonies.ts';
import type { PasskeyOperations, StoredPasskey } from './passkeysSql.ts';

export interface PasskeyAccountDeps {
  readonly storage: Storage<CredentialOperations & PasskeyOperations & PeopleOperations>;
  readonly ceremonies: PasskeyCeremonies;
  readonly credentialSignIn: CredentialSignIn;
  readonly ownAccounts: OwnAccounts;
  readonly proofs: Proofs;
  readonly signOutOthers: (device: Device) => Promise<void>;
  readonly now: () => number;
}

type Device = Pick<KnownDevice, 'userId' | 'deviceId'>;

/** Passkeys of one account: more than people have devices. */
const mostPasskeys = 20;
const unknownPasskey = "That passkey doesn't belong to an account here. Try another one, or use a password.";
const notOwn = 'That is not a passkey of your account. Try another one.';
const noPasskeys = 'Your account has no passkeys.';
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
    const passkey = await this.#passkeyOf(assertion, origin, ({ kind }) => kind === 'signIn');
    if (passkey === undefined) return fail('unauthorized', { message: unknownPasskey });
    return ok(await this.#deps.credentialSignIn.signIn(passkey.userId, claim, browser));
  }

  /** The stored passkey that signed; undefined if anything is wrong. */
  async #passkeyOf(
    assertion: PasskeyAssertion,
    origin: string,
    isExpected: (purpose: Purpose) => boolean,
  ): Promise<StoredPasskey | undefined> {
    const { storage, ceremonies, now } = this.#deps;
    const passkey = await storage.run('passkeys:byId', assertion.id);
    const counter = passkey && (await ceremonies.verify(assertion, passkey, origin, isExpected));
    if (passkey === undefined || counter === undefined) return undefined;
    await storage.run('passkeys:used', { id: passkey.id, counter, usedAt: now() });
    return passkey;
  }

  /** The options for a proof by one of the user's own passkeys. */
  async proofOptions({ userId, deviceId }: Device): Promise<Result<PasskeySignInOptions>> {
    const { storage, ceremonies } = this.#deps;
    const own = await storage.run('passkeys:of', userId);
    if (own.length === 0) return fail('conflict', { message: noPasskeys });
    return ok(await ceremonies.proofOptions(own, deviceId));
  }

  /** The user proves on a signed-in device who they are. `origin`: needed with a passkey. */
  async prove(
    device: Device,
    proof: v.InferOutput<typeof ProofRequest>,
    origin: string | undefined,
  ): Promise<Result<AccountState>> {
    const proved = await this.#judge(device, proof, origin);
    return proved.ok ? ok(await this.#deps.ownAccounts.state(device.userId)) : proved;
  }

  #judge(
    device: Device,
    proof: v.InferOutput<typeof ProofRequest>,
    origin: string | undefined,
  ): Promise<Result<undefined>> {
    const { proofs } = this.#deps;
    switch (proof.kind) {
      case 'password':
        return proofs.byPassword(device, proof.password);
      case 'code':
        return proofs.byCode(device, proof.code);
      case 'passkey':
        return this.#judgePasskey(device, proof.assertion, origin);
    }
  }

  async #judgePasskey(
    device: Device,
    assertion: PasskeyAssertion,
    origin: string | undefined,
  ): Promise<Result<undefined>> {
    const { proofs } = this.#deps;
    if (origin === undefined) return fail('badRequest');
    const isExpected = (purpose: Purpose) => purpose.kind === 'proof' && purpose.deviceId === device.deviceId;
    const passkey = await this.#passkeyOf(assertion, origin, isExpected);
    return passkey?.userId === device.userId ? proofs.accept(device) : proofs.refused(device.userId, notOwn);
  }

  /** Needs a proof, but for a guest, whom the passkey makes an account. */
  async newOptions(device: Device): Promise<Result<NewPasskeyOptions>> {
    const { storage, ceremonies, ownAccounts, proofs } = this.#deps;
    const { userId, deviceId } = device;
    const { account } = await ownAccounts.state(userId);
    const refusal = account === null ? undefined : await proofs.refusal(device);
    if (refusal !== undefined) return refusal;
    const [person] = await storage.run('people:named', [userId]);
    if (person === undefined) return fail('unauthorized');
    const known = await storage.run('passkeys:of', userId);
    return ok(await ceremonies.newOptions(person, known, { kind: 'add', deviceId }));
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
    if (made?.purpose.kind !== 'add' || made.purpose.deviceId !== device.deviceId)
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
