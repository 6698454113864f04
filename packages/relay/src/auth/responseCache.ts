import type { Clock } from '../core/clock.ts';

/** A client gives up a transaction after 39.5 s (RFC 8489, section 6.2.1). */
const keptMs = 40_000;
/** About 300 bytes each. */
const mostAnswers = 4096;

interface Kept {
  readonly answer: Buffer;
  readonly untilMs: number;
}

/**
 * Remembers answers, so that a request that comes twice, because the answer was lost on the way, is carried out once
 * and gets the same answer: a second Refresh to zero would find no allocation, a second Allocate one too many.
 */
export class RecentAnswers {
  readonly #clock: Clock;
  readonly #answers = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(request: string): Buffer | undefined {
    const kept = this.#answers.get(request);
    return kept === undefined || kept.untilMs <= this.#clock.nowMs() ? undefined : kept.answer;
  }

  keep(request: string, answer: Buffer): void {
    this.#answers.delete(request);
    this.#answers.set(request, { answer, untilMs: this.#clock.nowMs() + keptMs });
    // The oldest come first, by time and by place.
    for (const [oldest, { untilMs }] of this.#answers) {
      if (this.#answers.size <= mostAnswers && untilMs > this.#clock.nowMs()) break;
      this.#answers.delete(oldest);
    }
  }
}
