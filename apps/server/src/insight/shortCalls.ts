import type { Call, CallId, UserId } from '@ringback/protocol';
import { LruCache } from '../platform/lruCache.ts';
import { count, type Figure } from './figures.ts';

/** A call that ends so soon after its first media was most likely of no use. */
const shortMs = 10_000;
/** Two short calls in this time belong together: people try again at once, or give up. */
const togetherMs = 5 * 60_000;
const maxPairs = 10_000;

interface ShortCall {
  readonly callId: CallId;
  readonly endedAt: number;
}

/** Finds short calls that follow another one of the same two people. In memory: a restart forgets the first one. */
export class ShortCalls {
  readonly #latest = new LruCache<string, ShortCall>(maxPairs);

  /** A call has changed; returns what that adds to the figures. */
  callStored(call: Call): readonly Figure[] {
    if (call.phase !== 'ended' || call.connectedAt === undefined) return [];
    const pair = pairOf(call.caller.userId, call.callee.userId);
    const before = this.#latest.get(pair);
    const endedAt = call.end.at;
    if (endedAt - call.connectedAt > shortMs) {
      this.#latest.delete(pair);
      return [];
    }
    this.#latest.set(pair, { callId: call.id, endedAt });
    const isAgain =
      before !== undefined && before.callId !== call.id && endedAt - before.endedAt <= togetherMs;
    return isAgain ? [count('shortAgain')] : [];
  }
}

function pairOf(a: UserId, b: UserId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
