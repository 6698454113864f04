import { randomUUID } from 'node:crypto';
import { DeviceId, type PushAddress, type ProfileId, type Subscribed, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { newToken, secretHash } from '../platform/secrets.ts';
import type { Storage } from '../storage/storage.ts';
import type { PeopleOperations } from '../people/peopleSql.ts';
import type { PushOperations, PushSubscription } from './pushSubscriptionsSql.ts';

/** A service worker that asks: as this device it acts for its user. */
export interface PushWorker {
  readonly deviceId: DeviceId;
  readonly profileId: ProfileId;
  readonly userId: UserId;
  readonly name: string;
}

/** Who subscribes, from where. */
export interface Subscriber {
  readonly userId: UserId;
  readonly profile: ProfileId;
  /** Whom push services may ask about this server: an https or mailto address. */
  readonly contact: string;
}

/** Browsers of one user; who subscribes with more has the oldest forgotten. */
const browsersAtMost = 10;
const dayMs = 24 * 60 * 60 * 1000;
/** A browser that nobody has heard of for so long is forgotten, like a signed-in device. */
const forgottenAfterMs = 90 * dayMs;

/** Which browsers are woken up for whom. */
export class PushSubscriptions {
  readonly #storage: Storage<PeopleOperations & PushOperations>;
  readonly #now: () => number;
  /** Who has any: most calls and messages are for people without, and cost nothing then. */
  readonly #users: Set<UserId>;

  private constructor(
    storage: Storage<PeopleOperations & PushOperations>,
    now: () => number,
    users: Iterable<UserId>,
  ) {
    this.#storage = storage;
    this.#now = now;
    this.#users = new Set(users);
  }

  /** Reads who has any, without those that were not heard of for months. */
  static async open(
    storage: Storage<PeopleOperations & PushOperations>,
    now: () => number,
  ): Promise<PushSubscriptions> {
    await storage.run('push:forgetUnseen', now() - forgottenAfterMs);
    return new PushSubscriptions(storage, now, await storage.run('push:users', null));
  }

  /** Whether a user may have any. */
  has(userId: UserId): boolean {
    return this.#users.has(userId);
  }

  async of(userId: UserId): Promise<PushSubscription[]> {
    const found = await this.#storage.run('push:of', userId);
    if (found.length === 0) this.#users.delete(userId);
    return found;
  }

  /** From now on a browser profile is woken up for a user. */
  async add({ userId, profile, contact }: Subscriber, address: PushAddress): Promise<Subscribed> {
    const [me] = await this.#storage.run('people:named', [userId]);
    if (me === undefined) throw new Error('Nobody subscribes.');
    const id = v.parse(DeviceId, randomUUID());
    const token = newToken();
    const { endpoint, keys } = address;
    const kept = {
      id,
      userId,
      profileId: profile,
      tokenHash: secretHash(token),
      contact,
      seenAt: this.#now(),
    };
    await this.#storage.run('push:keep', {
      subscription: { ...kept, endpoint, ...keys },
      atMost: browsersAtMost,
    });
    this.#users.add(userId);
    return { id, token, me };
  }

  /** The push service has a new address for a browser. */
  async move(id: DeviceId, { endpoint, keys }: PushAddress): Promise<void> {
    await this.#storage.run('push:move', { id, endpoint, ...keys, seenAt: this.#now() });
  }

  async forget(id: DeviceId): Promise<void> {
    await this.#storage.run('push:forget', id);
  }

  /** Whose token it is; undefined for one that is not valid, or not any more. */
  async workerOf(token: string): Promise<PushWorker | undefined> {
    const found = await this.#storage.run('push:byToken', secretHash(token));
    if (found === undefined) return undefined;
    const { id: deviceId, userId, profileId, name, seenAt } = found;
    if (this.#now() - seenAt > dayMs)
      await this.#storage.run('push:see', { id: deviceId, seenAt: this.#now() });
    return { deviceId, userId, profileId, name };
  }
}
