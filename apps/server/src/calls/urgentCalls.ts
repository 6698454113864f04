import type { UserId } from '@ringback/protocol';
import { LruCache } from '../platform/lruCache.ts';

const dayMs = 24 * 60 * 60 * 1000;
const mostADay = 3;
const maxPairs = 20_000;

/**
 * Counts urgent calls of one user to another: three in any 24 hours. A token bucket would let five through, as it refills
 * in between. In memory: a restart clears all.
 */
export class UrgentCalls {
  /** When the calls of a pair were placed, oldest first. */
  readonly #placed = new LruCache<string, readonly number[]>(maxPairs);

  /** In how many ms the caller may call urgently; 0: now. `at`: server time in ms. */
  waitMs(callerId: UserId, calleeId: UserId, at: number): number {
    const [oldest, ...more] = this.#lately(keyOf(callerId, calleeId), at);
    return oldest === undefined || more.length + 1 < mostADay ? 0 : oldest + dayMs - at;
  }

  /** An urgent call was placed. */
  add(callerId: UserId, calleeId: UserId, at: number): void {
    const key = keyOf(callerId, calleeId);
    this.#placed.set(key, [...this.#lately(key, at), at]);
  }

  #lately(key: string, at: number): readonly number[] {
    return (this.#placed.get(key) ?? []).filter((placedAt) => at - placedAt < dayMs);
  }
}

function keyOf(callerId: UserId, calleeId: UserId): string {
  return `${callerId} ${calleeId}`;
}
