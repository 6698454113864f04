import type { Clock } from '../core/clock.ts';

/** Sources remembered at a time, at 200 bytes each. When more ask within a second, the newest get no answer. */
const mostSources = 10_000;
const windowMs = 1000;

interface Recent {
  /** When the last answers were given, as a ring. */
  readonly times: Float64Array;
  next: number;
  lastMs: number;
}

/**
 * Limits how many answers one source gets in any second before it proved who it is, so that forged datagrams make no
 * flood. Exact: it keeps the time of each answer that still counts.
 */
export class AnswerLimit {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #sources = new Map<string, Recent>();

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /** Counts an answer to a source; false if it must not be given. */
  take(source: string): boolean {
    const nowMs = this.#clock.nowMs();
    const recent = this.#sources.get(source) ?? this.#remember(source, nowMs);
    if (recent === undefined) return false;
    const oldest = recent.times[recent.next];
    if (oldest === undefined || nowMs - oldest < windowMs) return false;
    recent.times[recent.next] = nowMs;
    recent.next = (recent.next + 1) % this.#perSecond;
    recent.lastMs = nowMs;
    return true;
  }

  /** Forgets sources that are quiet. */
  sweep(): void {
    const nowMs = this.#clock.nowMs();
    for (const [source, { lastMs }] of this.#sources) {
      if (nowMs - lastMs >= windowMs) this.#sources.delete(source);
    }
  }

  #remember(source: string, nowMs: number): Recent | undefined {
    if (this.#sources.size >= mostSources) return undefined;
    const times = new Float64Array(this.#perSecond).fill(Number.NEGATIVE_INFINITY);
    const recent: Recent = { times, next: 0, lastMs: nowMs };
    this.#sources.set(source, recent);
    return recent;
  }
}
