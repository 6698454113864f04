import { fail, type Call, type Result, type UserId } from '@ringback/protocol';
import type { RequestContext } from '../devices/attachedDevices.ts';
import { isLoopback } from '../platform/addresses.ts';
import { LruCache } from '../platform/lruCache.ts';
import type { RequestOrigin } from '../platform/origin/requestOrigin.ts';
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

/** A /48 may hold many households, so it gets several times what one address does. */
const widerShare = 4;
const widerEnd = '::/48';

/** Guests are new for so long. */
const newGuestMs = 24 * 60 * minuteMs;

/**
 * The address that calls of a new guest are counted by; undefined for others, and on this machine, whose guests are most
 * likely made for a demo.
 */
export function newGuestAddress(
  {
    guestSince,
    origin,
  }: Pick<RequestContext, 'guestSince'> & {
    readonly origin: Pick<RequestOrigin, 'address' | 'addressKey'>;
  },
  now: number,
): string | undefined {
  const isNew = guestSince !== null && now - guestSince < newGuestMs;
  return isNew && !isLoopback(origin.address.replace(/^::ffff:/iu, '')) ? origin.addressKey : undefined;
}

/**
 * Slows calls that stay unanswered, of one user to another who does not know them: on all devices of the caller, since users
 * are counted. New guests are counted by their address as well, since anyone can make many. An answered call, or one of
 * the callee, clears the count. In memory: a restart clears all.
 */
export class Nuisance {
  readonly #limit: number;
  readonly #onSlowed: (callerId: UserId) => void;
  readonly #pairs = new LruCache<string, Attempts>(maxPairs);
  /** The addresses of new guests who have called. */
  readonly #addresses = new LruCache<UserId, string>(maxPairs);

  /** `limit`: so many unanswered calls in ten minutes are let through; 0 is off. `onSlowed` learns whose calls are not. */
  constructor(limit: number, onSlowed: (callerId: UserId) => void = () => {}) {
    this.#limit = limit;
    this.#onSlowed = onSlowed;
  }

  /** A user is about to call, from this address if they are a new guest. */
  callsFrom(callerId: UserId, address: string | undefined): void {
    if (address === undefined) this.#addresses.delete(callerId);
    else this.#addresses.set(callerId, address);
  }

  /** In how many ms the caller may try again; 0: now. */
  waitMs(callerId: UserId, calleeId: UserId, at: number): number {
    const until = this.#keysOf(callerId, calleeId).map((key) => this.#of(key, at).pausedUntil);
    return Math.max(0, ...until.map((pausedUntil) => pausedUntil - at));
  }

  /** Refuses a call that comes too early; undefined where it may be placed. */
  refusal(callerId: UserId, calleeId: UserId, at: number): Result<never> | undefined {
    const retryAfterMs = this.waitMs(callerId, calleeId, at);
    if (retryAfterMs === 0) return undefined;
    this.#onSlowed(callerId);
    const { ended, pausedUntil } = this.#of(keyOf(callerId, calleeId), at);
    const calls = pausedUntil > at ? `You have called ${ended.length} times.` : callsFromHere;
    return fail('tooMany', { retryAfterMs, message: `${calls} ${againText(retryAfterMs)}` });
  }

  /** How many calls of the caller were not taken in the last ten minutes. */
  attempts(callerId: UserId, calleeId: UserId, at: number): number {
    const { ended } = this.#of(keyOf(callerId, calleeId), at);
    return ended.filter((endedAt) => at - endedAt < windowMs).length;
  }

  /** Counts calls that have changed. */
  callsStored({ calls, at }: Pick<StoredBatch, 'calls' | 'at'>): void {
    if (this.#limit === 0) return;
    for (const { call, readPhase } of calls) {
      const [caller, callee] = [call.caller.userId, call.callee.userId];
      // A user who calls doesn't mind being called.
      if (readPhase === undefined) this.#clear(callee, caller);
      if (isTaken(call)) this.#clear(caller, callee);
      else if (isUntaken(call) && readPhase !== 'ended')
        for (const key of this.#keysOf(caller, callee)) this.#count(key, at);
    }
  }

  #clear(callerId: UserId, calleeId: UserId): void {
    for (const key of this.#keysOf(callerId, calleeId)) this.#pairs.delete(key);
  }

  /** What the calls of one user to another are counted by. */
  #keysOf(callerId: UserId, calleeId: UserId): readonly string[] {
    const address = this.#addresses.get(callerId);
    const own = keyOf(callerId, calleeId);
    const wider = address === undefined ? undefined : widerAddress(address);
    return [own, ...[address, wider].flatMap((key) => (key === undefined ? [] : keyOf(key, calleeId)))];
  }

  #count(key: string, at: number): void {
    const before = this.#of(key, at);
    const ended = [...before.ended.filter((endedAt) => at - endedAt < windowMs), at];
    const isTooMuch = ended.length >= this.#limit * (key.includes(widerEnd) ? widerShare : 1);
    const pauseMs = pausesMs[Math.min(before.pauses, pausesMs.length - 1)] ?? 0;
    this.#pairs.set(key, {
      ended,
      pauses: before.pauses + (isTooMuch ? 1 : 0),
      pausedUntil: isTooMuch ? at + pauseMs : before.pausedUntil,
    });
  }

  #of(key: string, at: number): Attempts {
    const known = this.#pairs.get(key);
    const isOld = known === undefined || at - (known.ended.at(-1) ?? 0) > forgottenAfterMs;
    return isOld ? none : known;
  }
}

const callsFromHere = 'New guests on your network have called too often.';

function againText(waitMs: number): string {
  const minutes = Math.ceil(waitMs / minuteMs);
  const again = minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `Ringback lets you try again in ${again}, or leave a note.`;
}

function keyOf(caller: string, calleeId: UserId): string {
  return `${caller} ${calleeId}`;
}

/** The /48 of an IPv6 address, of which one site often has all /64s; undefined for IPv4. */
function widerAddress(address: string): string | undefined {
  const [, site] = /^(.+):[^:]+::\/64$/.exec(address) ?? [];
  return site === undefined ? undefined : `${site}${widerEnd}`;
}

function isTaken(call: Call): boolean {
  return call.phase !== 'calling' && call.phase !== 'ringing' && call.answeredAt !== undefined;
}

/** A call to somebody offline ends in the same way whether it was hidden or not. */
function isUntaken(call: Call): boolean {
  return call.phase === 'ended' && (call.end.reason === 'canceled' || call.end.reason === 'noAnswer');
}
