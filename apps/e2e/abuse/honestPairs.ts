import { randomUUID } from 'node:crypto';
import { CallId } from '@ringback/protocol';
import * as v from 'valibot';
import type { LeanDevice } from '../bench/leanDevice.ts';
import { openPairs, type Pair } from '../bench/lifeCycle.ts';
import { quantile } from '../bench/statistics.ts';
import { pause } from './attack.ts';
import { openTurnClient } from './relayAllocation.ts';

/** What honest people noticed during some seconds. */
export interface Experience {
  readonly p50: number;
  readonly p99: number;
  /** Calls that failed, or did not get through within `patienceMs`. */
  readonly failed: number;
  /** Connections that the server closed. */
  readonly disconnects: number;
}

/** How long a person waits for a call to go from one end to the other. */
const patienceMs = 10_000;

/** People who call each other now and then, as their limits allow, and want to notice no attack. */
export class HonestPairs {
  /** Those who are in no call, the longest waiting first. */
  readonly #free: Pair[];
  readonly #needsRelay: boolean;
  #disconnects = 0;

  private constructor(pairs: readonly Pair[], needsRelay: boolean) {
    this.#free = [...pairs];
    this.#needsRelay = needsRelay;
    for (const device of pairs.flatMap(({ caller, callee }) => [caller, callee]))
      void device.closed.then(() => (this.#disconnects += 1));
  }

  /** `needsRelay`: a call fails where the relay refuses its caller. */
  static async open(url: string, count: number, needsRelay: boolean): Promise<HonestPairs> {
    return new HonestPairs(await openPairs(url, count), needsRelay);
  }

  /** Calls at a steady rate for some seconds. */
  async call(callsPerSecond: number, seconds: number): Promise<Experience> {
    const before = this.#disconnects;
    const outcomes: Promise<number>[] = [];
    for (let n = 0; n < callsPerSecond * seconds; n += 1) {
      const pair = this.#free.shift();
      outcomes.push(pair === undefined ? Promise.resolve(patienceMs) : this.#callOf(pair));
      await pause(1000 / callsPerSecond);
    }
    const ringMs = await Promise.all(outcomes);
    return {
      p50: quantile(ringMs, 0.5),
      p99: quantile(ringMs, 0.99),
      failed: ringMs.filter((ms) => ms >= patienceMs).length,
      disconnects: this.#disconnects - before,
    };
  }

  /** Returns the time from placing to ringing in ms, or `patienceMs` if the call failed; such a pair gives up. */
  async #callOf(pair: Pair): Promise<number> {
    const ringMs = await Promise.race([
      callOnce(pair, this.#needsRelay).catch(() => patienceMs),
      pause(patienceMs).then(() => patienceMs),
    ]);
    if (ringMs < patienceMs) this.#free.push(pair);
    return ringMs;
  }
}

async function callOnce({ caller, callee }: Pair, needsRelay: boolean): Promise<number> {
  const callId = v.parse(CallId, randomUUID());
  const placedAt = performance.now();
  const placed = caller.request('call:place', { callId, to: callee.signedIn.me.id, media: 'audio' });
  const [{ at }] = await Promise.all([callee.push('call:changed', 'calling'), placed]);
  await callee.request('call:ringing', { callId });
  await callee.request('call:accept', { callId, media: 'audio' });
  if (needsRelay) await allocateOnce(caller, callId);
  await caller.request('call:end', { callId });
  await callee.push('call:changed', 'ended');
  caller.forget();
  callee.forget();
  return at - placedAt;
}

/**
 * Allocates once and frees it again.
 * @throws {Error} if the relay refuses.
 */
async function allocateOnce(device: LeanDevice, callId: CallId): Promise<void> {
  const client = await openTurnClient(await device.answerTo('ice:servers', { callId }), '127.0.0.1');
  try {
    await client.allocate();
    await client.refresh(0);
  } finally {
    client.close();
  }
}
