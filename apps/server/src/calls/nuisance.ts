import { fail, type Call, type Result, type UserId } from '@ringback/protocol';
import { LruCache } from '../platform/lruCache.ts';
import type { StoredBatch } from './callCommandBatcher.ts';

const minuteMs = 60_000;
/** Unanswered calls of this time count together. */
const windowMs = 10 * minuteMs;
/** How long the next call must wait, the first time, the second, and so on. */
const pausesMs = [5 * minuteMs, 15 * minuteMs, 60 * minuteMs, 240 * minuteMs];
/** After a day without an unanswered call all is forgotten. */
const forgottenAfterMs = 24 * 60 * minuteMs;
const maxPairs = 20_000;

/** What one user has tried with another. Times are the server's, in ms. */
interface Attempts {
  /** Ends of unanswered calls in the window. */
  readonly ended: readonly number[];
  /** How often the caller was slowed. */
  readonly pauses: number;
  readonly pausedUntil: number;
}

const none: Attempts = { ended: [], pauses: 0, pausedUntil: 0 };

/**
 * Slows calls that nobody takes, of one user to another who does not know them: on all devices of the caller, since users
 * are counted. An answered call, or one of the callee, clears the count. In memory: a restart clears all.
 */
export class Nuisance {
  readonly #limit: number;
  readonly #onSlowed: (callerId: UserId) => void;
  readonly #pairs = new LruCache<string, Attempts>(maxPairs);

  /** `limit`: so many unanswered calls in ten minutes are let through; 0 is off. `onSlowed` learns whose calls are not. */
  constructor(limit: number, onSlowed: (callerId: UserId) => void = () => {}) {
    this.#limit = limit;
    this.#onSlowed = onSlowed;
  }

  /** In how many ms the caller may try again; 0: now. */
  waitMs(callerId: UserId, calleeId: UserId, at: number): number {
    return Math.max(0, this.#of(callerId, calleeId, at).pausedUntil - at);
  }

  /** Refuses a call that comes too early; undefined where it may be placed. */
  refusal(callerId: UserId, calleeId: UserId, at: number): Result<never> | undefined {
    const retryAfterMs = this.waitMs(callerId, calleeId, at);
    if (retryAfterMs === 0) return undefined;
    this.#onSlowed(callerId);
    const { ended } = this.#of(callerId, calleeId, at);
    return fail('tooMany', { retryAfterMs, message: slowedText(ended.length, retryAfterMs) });
  }

  /** How many calls of the caller were not taken in the last ten minutes. */
  attempts(callerId: UserId, calleeId: UserId, at: number): number {
    return this.#of(callerId, calleeId, at).ended.filter((endedAt) => at - endedAt < windowMs).length;
  }

  /** Counts calls that have changed. */
  callsStored({ calls, at }: Pick<StoredBatch, 'calls' | 'at'>): void {
    if (this.#limit === 0) return;
    for (const { call, readPhase } of calls) {
      const [caller, callee] = [call.caller.userId, call.callee.userId];
      // Whoever calls does not mind to be called.
      if (readPhase === undefined) this.#pairs.delete(keyOf(callee, caller));
      if (isTaken(call)) this.#pairs.delete(keyOf(caller, callee));
      else if (isUntaken(call) && readPhase !== 'ended') this.#count(caller, callee, at);
    }
  }

  #count(callerId: UserId, calleeId: UserId, at: number): void {
    const before = this.#of(callerId, calleeId, at);
    const ended = [...before.ended.filter((endedAt) => at - endedAt < windowMs), at];
    const isTooMuch = ended.length >= this.#limit;
    const pauseMs = pausesMs[Math.min(before.pauses, pausesMs.length - 1)] ?? 0;
    this.#pairs.set(keyOf(callerId, calleeId), {
      ended,
      pauses: before.pauses + (isTooMuch ? 1 : 0),
      pausedUntil: isTooMuch ? at + pauseMs : before.pausedUntil,
    });
  }

  #of(callerId: UserId, calleeId: UserId, at: number): Attempts {
    const known = this.#pairs.get(keyOf(callerId, calleeId));
    const isOld = known === undefined || at - (known.ended.at(-1) ?? 0) > forgottenAfterMs;
    return isOld ? none : known;
  }
}

function slowedText(calls: number, waitMs: number): string {
  const minutes = Math.ceil(waitMs / minuteMs);
  const again = minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `You have called ${calls} times. Ringback lets you try again in ${again}, or leave a note.`;
}

function keyOf(callerId: UserId, calleeId: UserId): string {
  return `${callerId} ${calleeId}`;
}

function isTaken(call: Call): boolean {
  return call.phase !== 'calling' && call.phase !== 'ringing' && call.answeredAt !== undefined;
}

/** A call to somebody offline ends in the same way whether it was hidden or not. */
function isUntaken(call: Call): boolean {
  return call.phase === 'ended' && (call.end.reason === 'canceled' || call.end.reason === 'noAnswer');
}
