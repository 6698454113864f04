import type { Limits, UserId } from '@ringback/protocol';
import { KeyedTokenBucket, perSecond } from '../tokenBucket.ts';

/** What work is for. Lists that somebody reads at an address take nothing from calls of others there. */
export type Purpose = 'calls' | 'data';

/** The units of work that a user, and everyone at an address, may cause: some at once, and then so many a second. */
export class WorkBudget {
  readonly #byUser: KeyedTokenBucket<UserId>;
  readonly #byAddress: Readonly<Record<Purpose, KeyedTokenBucket<string>>>;

  constructor(limits: Limits, now: () => number) {
    const addressRate = perSecond(limits.addressUnitsPerSecond, limits.addressUnits);
    this.#byUser = new KeyedTokenBucket(perSecond(limits.userUnitsPerSecond, limits.userUnits), now);
    this.#byAddress = {
      calls: new KeyedTokenBucket(addressRate, now),
      data: new KeyedTokenBucket(addressRate, now),
    };
  }

  /** Takes units of a user and their address; returns 0, or in how many ms there may be enough. */
  take(userId: UserId, addressKey: string, purpose: Purpose, units: number): number {
    return this.#byUser.take(userId, units) || this.#byAddress[purpose].take(addressKey, units);
  }

  /** The users who have the least of their budget left now, with the share that is used, from 0 to 1. */
  busiestUsers(atMost: number): { userId: UserId; used: number }[] {
    return this.#byUser.emptiest(atMost).map(({ key, used }) => ({ userId: key, used }));
  }

  /** The same for what belongs to no user. */
  takeOfAddress(addressKey: string, units: number): number {
    return this.#byAddress.data.take(addressKey, units);
  }
}
