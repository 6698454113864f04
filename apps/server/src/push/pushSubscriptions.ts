import { randomUUID } from 'node:crypto';
import { DeviceId, type PushAddress, type ProfileId, type Subscribed, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { Suspensions } from '../moderation/suspensions.ts';
import type { PeopleOperations } from '../people/peopleSql.ts';
import { newToken, secretHash } from '../platform/secrets.ts';
import type { Storage } from '../storage/storage.ts';
import type { PushOperations, PushSubscription } from './pushSubscriptionsSql.ts';

/** A service worker that makes a request. It acts for its user as a device of its own. */
export interface PushWorker {
  readonly deviceId: DeviceId;
  readonly profileId: ProfileId;
  readonly userId: UserId;
  readonly name: string;
}

/** The browser profile that subscribes. */
export interface Subscriber {
  readonly userId: UserId;
  /** The tab that asks for it. */
  readonly deviceId: DeviceId;
  readonly profile: ProfileId;
  /** Where push services can contact the operator of this server: an https or mailto URL. */
  readonly contact: string;
}

/** Finds the browser profile of an attached device, if its hello named one. */
export type ProfileOf = (device: DeviceId) => ProfileId | undefined;

/** Whether a device is the service worker of a subscription, or a tab in the same browser profile. */
export function isInBrowser(
  { id, profileId }: Pick<PushSubscription, 'id' | 'profileId'>,
  device: DeviceId | undefined,
  profileOf: ProfileOf,
): boolean {
  if (device === undefined) return false;
  return device === id || profileOf(device) === profileId;
}

/** Subscriptions per user; another one replaces the oldest. */
const maxPerUser = 10;
const dayMs = 24 * 60 * 60 * 1000;
/** Subscriptions that were not used for longer are removed, like devices. */
const lifetimeMs = 90 * dayMs;

type SubscriptionStorage = Storage<PeopleOperations & PushOperations>;

interface SubscriptionDeps {
  readonly storage: SubscriptionStorage;
  readonly suspensions: Suspensions;
  readonly now: () => number;
}

/** The browsers that get push messages, by user. */
export class PushSubscriptions {
  readonly #storage: SubscriptionStorage;
  readonly #suspensions: Suspensions;
  readonly #now: () => number;
  /** Users with subscriptions. Most users have none, and then calls and messages cost no query. */
  readonly #users: Set<UserId>;

  private constructor({ storage, suspensions, now }: SubscriptionDeps, users: Iterable<UserId>) {
    this.#storage = storage;
    this.#suspensions = suspensions;
    this.#now = now;
    this.#users = new Set(users);
  }

  /** Loads the users with subscriptions, after removing those that were unused for too long. */
  static async open(deps: SubscriptionDeps): Promise<PushSubscriptions> {
    const { storage, now } = deps;
    await storage.run('push:removeUnseen', now() - lifetimeMs);
    return new PushSubscriptions(deps, await storage.run('push:users', null));
  }

  /** Whether a user may have subscriptions that get push messages now. */
  has(userId: UserId): boolean {
    return this.#users.has(userId) && !this.#suspensions.has(userId);
  }

  async of(userId: UserId): Promise<PushSubscription[]> {
    const found = await this.#storage.run('push:of', userId);
    if (found.length === 0) this.#users.delete(userId);
    return found;
  }

  /** Subscribes a browser profile of a user; undefined if its tab was signed out meanwhile. */
  async add(
    { userId, deviceId: by, profile, contact }: Subscriber,
    address: PushAddress,
  ): Promise<Subscribed | undefined> {
    const [me] = await this.#storage.run('people:named', [userId]);
    if (me === undefined) throw new Error('The user that subscribes does not exist.');
    const id = v.parse(DeviceId, randomUUID());
    const token = newToken();
    const { endpoint, keys } = address;
    const identity = { id, userId, profileId: profile, tokenHash: secretHash(token) };
    const subscription = { ...identity, contact, seenAt: this.#now(), endpoint, ...keys };
    if (!(await this.#storage.run('push:add', { subscription, by, atMost: maxPerUser }))) return undefined;
    this.#users.add(userId);
    return { id, token, me };
  }

  /** Changes the address of a subscription, after the browser's push service gave it a new one. */
  async setAddress(id: DeviceId, { endpoint, keys }: PushAddress): Promise<void> {
    await this.#storage.run('push:setAddress', { id, endpoint, ...keys, seenAt: this.#now() });
  }

  async remove(id: DeviceId): Promise<void> {
    await this.#storage.run('push:remove', id);
  }

  /**
   * Finds the service worker of a token; undefined if the token is not valid.
   * @throws {ForbiddenError} for a suspended user.
   */
  async workerOf(token: string): Promise<PushWorker | undefined> {
    const found = await this.#storage.run('push:byToken', secretHash(token));
    if (found === undefined) return undefined;
    const { id: deviceId, userId, profileId, name, seenAt } = found;
    this.#suspensions.check(userId);
    if (this.#now() - seenAt > dayMs)
      await this.#storage.run('push:see', { id: deviceId, seenAt: this.#now() });
    return { deviceId, userId, profileId, name };
  }
}
