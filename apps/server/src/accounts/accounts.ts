import { randomUUID } from 'node:crypto';
import { DeviceId, UserId, type SignedIn } from '@ringback/protocol';
import * as v from 'valibot';
import type { Guests } from '../config/config.ts';
import type { Storage } from '../storage/storage.ts';
import type { PeopleOperations } from '../people/peopleSql.ts';
import type { AccountOperations, KnownDevice, User } from './accountsSql.ts';
import { newToken, secretHash } from '../platform/secrets.ts';

/** What comes of a guest's wish to sign in. */
export type GuestSignIn =
  | { readonly kind: 'signedIn'; readonly signedIn: SignedIn }
  /** The name belongs to another browser profile. */
  | { readonly kind: 'taken' }
  /** This server keeps names for those who used them first, and the browser did not say who it is. */
  | { readonly kind: 'unclaimed' }
  /** This server takes no guests. */
  | { readonly kind: 'closed' };

const dayMs = 24 * 60 * 60 * 1000;
/** A device that was not here for so long is signed out. */
const forgottenAfterMs = 90 * dayMs;

/** Who may come in, as whom. */
export class Accounts {
  readonly #storage: Storage<AccountOperations & PeopleOperations>;
  readonly #guests: Guests;
  readonly #now: () => number;

  constructor(storage: Storage<AccountOperations & PeopleOperations>, guests: Guests, now: () => number) {
    this.#storage = storage;
    this.#guests = guests;
    this.#now = now;
  }

  /** Signs a guest in on a new device. */
  async signInGuest(name: string, claim: string | undefined): Promise<GuestSignIn> {
    if (this.#guests === 'off') return { kind: 'closed' };
    if (this.#guests === 'on' && claim === undefined) return { kind: 'unclaimed' };
    const user = await this.#guestNamed(name, claim);
    if (user === undefined) return { kind: 'taken' };
    return { kind: 'signedIn', signedIn: await this.addDevice(user.id) };
  }

  /** Finds or makes the user of a name; undefined if it is another's. With open doors a name is all it takes. */
  async #guestNamed(name: string, claim: string | undefined): Promise<User | undefined> {
    const claimHash = claim === undefined ? null : secretHash(claim);
    const known =
      (await this.#storage.run('users:named', name)) ??
      (await this.#calledSo(name, claimHash)) ??
      (await this.#addUser(name, claimHash));
    if (this.#guests === 'open' || known === undefined) return known;
    if (known.claimHash === null && claimHash !== null) {
      await this.#storage.run('users:claim', { userId: known.id, claimHash });
      const claimed = await this.#storage.run('users:named', name);
      return claimed?.claimHash === claimHash ? claimed : undefined;
    }
    return known.claimHash === claimHash ? known : undefined;
  }

  /** In the browser that first had them, somebody may as well type what others call them: they see it everywhere. */
  async #calledSo(name: string, claimHash: string | null): Promise<User | undefined> {
    return claimHash === null ? undefined : this.#storage.run('users:calledSo', { name, claimHash });
  }

  async #addUser(name: string, claimHash: string | null): Promise<User | undefined> {
    const id = v.parse(UserId, randomUUID());
    await this.#storage.run('users:add', { id, name, claimHash, createdAt: this.#now() });
    return this.#storage.run('users:named', name);
  }

  /** Signs a user in on one more device, with a token of its own. */
  async addDevice(userId: UserId): Promise<SignedIn> {
    const token = newToken();
    const id = v.parse(DeviceId, randomUUID());
    const now = this.#now();
    await this.#storage.run('devices:add', {
      id,
      userId,
      tokenHash: secretHash(token),
      createdAt: now,
      seenAt: now,
    });
    const [me] = await this.#storage.run('people:named', [userId]);
    if (me === undefined) throw new Error('A device was added for nobody.');
    return { token, me, device: { id } };
  }

  /** Whose token it is; undefined for one that is not valid, or not any more. */
  async deviceOf(token: string): Promise<KnownDevice | undefined> {
    const device = await this.#storage.run('devices:byToken', secretHash(token));
    if (device === undefined) return undefined;
    const age = this.#now() - device.seenAt;
    if (age > forgottenAfterMs) return undefined;
    if (age > dayMs)
      await this.#storage.run('devices:touch', { deviceId: device.deviceId, seenAt: this.#now() });
    return device;
  }

  /** Takes a device's token back. */
  async signOut(deviceId: DeviceId): Promise<void> {
    await this.#storage.run('devices:remove', deviceId);
  }

  /** Signs out the devices that nobody has used for months. */
  async forgetUnused(): Promise<void> {
    await this.#storage.run('devices:removeUnseen', this.#now() - forgottenAfterMs);
  }
}
