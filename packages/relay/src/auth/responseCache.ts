import type { Clock } from '../core/options.ts';

/** Clients retransmit for up to 39.5 s (RFC 8489, section 6.2.1). */
const lifetimeMs = 40_000;
/** About 300 bytes each. */
const maxResponses = 4096;

interface CachedResponse {
  readonly response: Buffer;
  readonly untilMs: number;
}

/**
 * Caches responses, so that a retransmitted request is handled once and gets the same response. Otherwise a second
 * Refresh with lifetime 0 would find no allocation, and a second Allocate would find an existing one.
 */
export class ResponseCache {
  readonly #clock: Clock;
  readonly #responses = new Map<string, CachedResponse>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(request: string): Buffer | undefined {
    const cached = this.#responses.get(request);
    return cached === undefined || cached.untilMs <= this.#clock.nowMs() ? undefined : cached.response;
  }

  set(request: string, response: Buffer): void {
    this.#responses.delete(request);
    this.#responses.set(request, { response, untilMs: this.#clock.nowMs() + lifetimeMs });
    // A Map iterates in insertion order, so the oldest come first.
    for (const [oldest, { untilMs }] of this.#responses) {
      if (this.#responses.size <= maxResponses && untilMs > this.#clock.nowMs()) break;
      this.#responses.delete(oldest);
    }
  }
}
