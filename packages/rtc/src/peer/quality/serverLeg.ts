import type { Leg } from '../../machine/quality/summary.ts';

/** Asks the server for an answer; resolves to how long it took in ms, or undefined where none came. Never rejects. */
export type MeasureServer = () => Promise<number | undefined>;

/** How often the server is asked, in ms: rarely, and often while it matters whose network is weak. */
const askEveryMs = { calm: 5_000, first: 125, later: 500 } as const;

/** After so many quick ones it is known, and only has to stay known. */
const quickAsks = 40;

/** How long an answer counts, in ms. */
const countedMs = { calm: 16_000, suspect: 6_000 } as const;

/**
 * An answer this much slower than the fastest one is late: a lost packet of a websocket is sent again after about 200 ms,
 * or with the next one.
 */
const lateMs = 80;

/** More than any answer takes. */
const maxPending = 64;

interface Answer {
  readonly askedAt: number;
  ms: number | 'pending' | 'none';
}

/** Measures this device's own way to the server during a call. */
export class ServerLeg {
  readonly #measure: MeasureServer;
  readonly #now: () => number;
  #answers: Answer[] = [];
  #fastestMs = Infinity;
  #isSuspect = false;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(measure: MeasureServer, now: () => number) {
    this.#measure = measure;
    this.#now = now;
    this.#ask();
  }

  /** Measures more often while it matters. */
  suspect(isSuspect: boolean): void {
    if (isSuspect === this.#isSuspect) return;
    this.#isSuspect = isSuspect;
    this.#asked = 0;
    if (isSuspect) this.#ask();
  }

  /** What is known now; undefined until there are a few answers. */
  leg(): Leg | undefined {
    const at = this.#now();
    const forMs = this.#isSuspect ? countedMs.suspect : countedMs.calm;
    const times = this.#answers
      .filter(({ askedAt }) => at - askedAt <= forMs)
      .flatMap(({ askedAt, ms }) => this.#timeOf(ms, at - askedAt));
    if (times.length < 2) return undefined;
    const late = times.filter((ms) => ms === Infinity || ms > this.#fastestMs + lateMs).length;
    const sorted = times.filter((ms) => ms !== Infinity).toSorted((a, b) => a - b);
    return { ms: sorted[Math.floor(sorted.length / 2)] ?? lateMs, late: late / times.length };
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** One that is still awaited counts once it is late. */
  #timeOf(ms: Answer['ms'], waitedMs: number): number[] {
    if (ms === 'none') return [Infinity];
    if (ms === 'pending') return waitedMs > this.#fastestMs + lateMs ? [waitedMs] : [];
    return [ms];
  }

  #ask(): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    const answer: Answer = { askedAt: this.#now(), ms: 'pending' };
    this.#answers = [...this.#answers, answer].slice(-maxPending);
    this.#asked += 1;
    void this.#await(answer);
    this.#timer = setTimeout(() => this.#ask(), this.#pauseMs());
  }

  async #await(answer: Answer): Promise<void> {
    const ms = await this.#measure();
    answer.ms = ms ?? 'none';
    if (ms !== undefined) this.#fastestMs = Math.min(this.#fastestMs, ms);
  }

  #pauseMs(): number {
    if (!this.#isSuspect) return this.#asked < 3 ? askEveryMs.later : askEveryMs.calm;
    return this.#asked < quickAsks ? askEveryMs.first : askEveryMs.later;
  }
}
