/** About 0.4 ms of work on a computer of 2020; clocks of pages tick every 0.1 ms. */
const rounds = 200_000;

/** So many times slower than it was is too slow for a call. Each other program on the same core makes it once more as slow. */
const slowFactor = 5;

/** How many looks are compared: a single one may have been interrupted. */
const looks = 5;

/** Notices when this page's thread runs much slower than it could before. Each look costs about half a millisecond. */
export class PageSpeed {
  readonly #now: () => number;
  #fastestMs = Infinity;
  #times: readonly number[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes one look; to be called about once a second. */
  isSlow(): boolean {
    const ms = this.#timeOfWork();
    this.#fastestMs = Math.min(this.#fastestMs, Math.max(ms, 0.1));
    this.#times = [...this.#times, ms].slice(-looks);
    const sorted = this.#times.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return this.#times.length === looks && median >= slowFactor * this.#fastestMs;
  }

  #timeOfWork(): number {
    const start = this.#now();
    let value = 1;
    for (let round = 0; round < rounds; round++) value = (value * 31 + round) % 65_521;
    const ms = this.#now() - start;
    // Used, so that no compiler leaves the work out.
    return value < 0 ? 0 : ms;
  }
}
