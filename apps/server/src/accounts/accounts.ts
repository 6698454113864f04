import { randomUUID } from 'node:crypto';
import { DeviceId, UserId, type SignedIn, type SignInBrowser } from '@ringback/protocol';
import * as v from 'valibot';
import type { Guests } from '../config/config.ts';
import type { Suspensions } from '../moderation/suspensions.ts';
import type { PeopleOperations } from '../people/peopleSql.ts';
import { newToken, secretHash } from '../platform/secrets.ts';
import type { Storage } from '../storage/storage.ts';
import type { AccountOperations, KnownDevice, User } from './accountsSql.ts';

/** How a guest's sign-in ended. */
export type GuestSignIn =
  | { readonly kind: 'signedIn'; readonly signedIn: SignedIn }
  /** The name belongs to another browser profile. */
  | { readonly kind: 'taken' }
  /** This server reserves names, and the browser sent no claim. */
  | { readonly kind: 'unclaimed' }
  /** This server takes no guests. */
  | { readonly kind: 'closed' };

const dayMs = 24 * 60 * 60 * 1000;
/** Devices that were not seen for longer are signed out. */
const deviceLifetimeMs = 90 * dayMs;

/** Longer than any read of the database takes. */
const recognitionMs = 60_000;

type AccountStorage = Storage<AccountOperations & PeopleOperations>;

/** Signs users and devices in and out. */
export class Accounts {
  readonly #storage: AccountStorage;
  readonly #guests: Guests;
  readonly #suspensions: Suspensions;
  readonly #now: () => number;
  /** When devices were signed out, as long as a request may still be under way that has read their row before. */
  readonly #signedOut = new Map<DeviceId, number>();

  constructor(storage: AccountStorage, guests: Guests, suspensions: Suspensions, now: () => number) {
    this.#storage = storage;
    this.#guests = guests;
    this.#suspensions = suspensions;
    this.#now = now;
  }

  /** Signs a guest in on a new device. `claim`: the secret by which the browser reserves the name. */
  async signInGuest(
    name: string,
    claim: string | undefined,
    browser: SignInBrowser = {},
  ): Promise<GuestSignIn> {
    if (this.#guests === 'off') return { kind: 'closed' };
    if (this.#guests === 'on' && claim === undefined) return { kind: 'unclaimed' };
    const user = await this.#guestNamed(name, claim);
    if (user === undefined) return { kind: 'taken' };
    const signedIn = await this.addDevice(user.id, browser);
    // The guest may have become an account meanwhile, after which its other devices were signed out. `name` may be another
    // than the one they sign in with, which their account keeps.
    if ((await this.#storage.run('users:named', user.handle))?.hasAccount !== true)
      return { kind: 'signedIn', signedIn };
    await this.signOut(signedIn.device.id);
    return { kind: 'taken' };
  }

  /** Finds or adds the user of a name; undefined if it belongs to another browser. With `GUESTS=open` names are not reserved. */
  async #guestNamed(name: string, claim: string | undefined): Promise<User | undefined> {
    const claimHash = claim === undefined ? null : secretHash(claim);
    const named = await this.#storage.run('users:named', name);
    if (named?.hasAccount === true) return undefined;
    const known = named ?? (await this.#renamedTo(name, claimHash)) ?? (await this.#addUser(name, claimHash));
    if (this.#guests === 'open' || known === undefined) return known;
    if (known.claimHash === null && claimHash !== null) {
      await this.#storage.run('users:claim', { userId: known.id, claimHash });
      const claimed = await this.#storage.run('users:named', name);
      return claimed?.claimHash === claimHash ? claimed : undefined;
    }
    return known.claimHash === claimHash ? known : undefined;
  }

  /** A renamed user may also sign in with the new name, because that is the one they see; but only in their own browser. */
  async #renamedTo(name: string, claimHash: string | null): Promise<User | undefined> {
    return claimHash === null ? undefined : this.#storage.run('users:byShownName', { name, claimHash });
  }

  async #addUser(name: string, claimHash: string | null): Promise<User | undefined> {
    const id = v.parse(UserId, randomUUID());
    await this.#storage.run('users:add', { id, name, claimHash, createdAt: this.#now() });
    return this.#storage.run('users:named', name);
  }

  /** Adds a user who becomes an account; false if the name is taken. */
  async addNewUser(id: UserId, name: string): Promise<boolean> {
    await this.#storage.run('users:add', { id, name, claimHash: null, createdAt: this.#now() });
    return (await this.#storage.run('users:named', name))?.id === id;
  }

  /**
   * Signs a user in on another device, with a token of its own. `by`: the signed-in device that asks for it; undefined if
   * it was signed out meanwhile, so that it cannot outlive that through another device.
   * @throws {ForbiddenError} for a suspended user.
   */
  async addDevice(userId: UserId, browser?: SignInBrowser): Promise<SignedIn>;
  async addDevice(userId: UserId, browser: SignInBrowser, by: DeviceId): Promise<SignedIn | undefined>;
  async addDevice(
    userId: UserId,
    { profile, kind }: SignInBrowser = {},
    by?: DeviceId,
  ): Promise<SignedIn | undefined> {
    this.#suspensions.check(userId);
    const token = newToken();
    const id = v.parse(DeviceId, randomUUID());
    const now = this.#now();
    const device = {
      id,
      userId,
      tokenHash: secretHash(token),
      createdAt: now,
      seenAt: now,
      profileId: profile ?? null,
      kind: kind === undefined ? null : JSON.stringify(kind),
      // A device added by another one was not signed in by its user's credentials.
      provenAt: by === undefined ? now : null,
    };
    if (!(await this.#storage.run('devices:add', { device, by }))) return undefined;
    const [me] = await this.#storage.run('people:named', [userId]);
    if (me === undefined) throw new Error('A device was added for a user that does not exist.');
    return { token, me, device: { id } };
  }

  /**
   * Finds the device of a token; undefined if the token is not valid or has expired.
   * @throws {ForbiddenError} for a device of a suspended user.
   */
  async deviceOf(token: string): Promise<KnownDevice | undefined> {
    const device = await this.#storage.run('devices:byToken', secretHash(token));
    if (device === undefined) return undefined;
    this.#suspensions.check(device.userId);
    const age = this.#now() - device.seenAt;
    if (age > deviceLifetimeMs) return undefined;
    if (age > dayMs) {
      await this.#storage.run('devices:touch', { deviceId: device.deviceId, seenAt: this.#now() });
      this.#suspensions.check(device.userId);
    }
    return this.#signedOut.has(device.deviceId) ? undefined : device;
  }

  /** Whether a device that was recognized before the body of its request came is still signed in, and not suspended. */
  stillKnows({ deviceId, userId }: KnownDevice): boolean {
    return !this.#signedOut.has(deviceId) && !this.#suspensions.has(userId);
  }

  /** @throws {ForbiddenError} for a suspended user. */
  checkAllowed(userId: UserId): void {
    this.#suspensions.check(userId);
  }

  /** Revokes a device's token. */
  async signOut(deviceId: DeviceId): Promise<void> {
    await this.#storage.run('devices:remove', deviceId);
    this.signedOut([deviceId]);
  }

  /** Devices were signed out: a request that was just being recognized by the token of one is not. */
  signedOut(devices: readonly DeviceId[]): void {
    const now = this.#now();
    for (const [id, at] of this.#signedOut) if (now - at > recognitionMs) this.#signedOut.delete(id);
    for (const id of devices) this.#signedOut.set(id, now);
  }

  /** Signs out all devices that were not seen for too long. */
  async signOutUnused(): Promise<void> {
    await this.#storage.run('devices:removeUnseen', this.#now() - deviceLifetimeMs);
  }
}
