import { randomInt } from 'node:crypto';
import type { Clock } from '../core/options.ts';

/**
 * Sources are counted by a hash, so that a flood from forged ones takes no memory, and leaves responses for others: each of
 * its packets falls on one of these cells. A cell takes 250 bytes.
 */
const cells = 16_384;
const windowMs = 1000;

interface ResponseTimes {
  /** Times of the last responses, as a ring buffer. */
  readonly times: Float64Array;
  next: number;
  lastMs: number;
}

/**
 * Limits responses per second to a source that has not authenticated, so that forged source addresses cannot turn the
 * relay into an amplifier. A sliding window, because a bucket would allow up to twice the limit within a second.
 */
export class ResponseLimiter {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #cells = new Map<number, ResponseTimes>();
  /** Secret, so that no one can choose sources that share a cell with another one. */
  readonly #seed = randomInt(2 ** 32);

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /** Counts a response to a source; false if it must not be sent. */
  take(source: string): boolean {
    const nowMs = this.#clock.nowMs();
    const recent = this.#cellOf(source, nowMs);
    const oldest = recent.times[recent.next];
    if (oldest === undefined || nowMs - oldest < windowMs) return false;
    recent.times[recent.next] = nowMs;
    recent.next = (recent.next + 1) % this.#perSecond;
    recent.lastMs = nowMs;
    return true;
  }

  /** Forgets cells without a response in the last second. */
  sweep(): void {
    const nowMs = this.#clock.nowMs();
    for (const [cell, { lastMs }] of this.#cells) {
      if (nowMs - lastMs >= windowMs) this.#cells.delete(cell);
    }
  }

  #cellOf(source: string, nowMs: number): ResponseTimes {
    const cell = hash(source, this.#seed) % cells;
    const known = this.#cells.get(cell);
    if (known !== undefined) return known;
    const times = new Float64Array(this.#perSecond).fill(Number.NEGATIVE_INFINITY);
    const recent: ResponseTimes = { times, next: 0, lastMs: nowMs };
    this.#cells.set(cell, recent);
    return recent;
  }
}

/** FNV-1a with a seed. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01_00_01_93);
  return (value ^ (value >>> 15)) >>> 0;
}
