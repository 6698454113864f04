import type { Clock } from '../core/clock.ts';

/** Sources tracked at a time, at 200 bytes each. If more send within a second, the newest get no response. */
const maxSources = 10_000;
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
  readonly #sources = new Map<string, ResponseTimes>();

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /** Counts a response to a source; false if it must not be sent. */
  take(source: string): boolean {
    const nowMs = this.#clock.nowMs();
    const recent = this.#sources.get(source) ?? this.#track(source, nowMs);
    if (recent === undefined) return false;
    const oldest = recent.times[recent.next];
    if (oldest === undefined || nowMs - oldest < windowMs) return false;
    recent.times[recent.next] = nowMs;
    recent.next = (recent.next + 1) % this.#perSecond;
    recent.lastMs = nowMs;
    return true;
  }

  /** Removes sources without a response in the last second. */
  sweep(): void {
    const nowMs = this.#clock.nowMs();
    for (const [source, { lastMs }] of this.#sources) {
      if (nowMs - lastMs >= windowMs) this.#sources.delete(source);
    }
  }

  #track(source: string, nowMs: number): ResponseTimes | undefined {
    if (this.#sources.size >= maxSources) return undefined;
    const times = new Float64Array(this.#perSecond).fill(Number.NEGATIVE_INFINITY);
    const recent: ResponseTimes = { times, next: 0, lastMs: nowMs };
    this.#sources.set(source, recent);
    return recent;
  }
}
