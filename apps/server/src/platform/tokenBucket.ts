/** A token bucket: so many per interval in the mean, so many at once. Takes and answers at once, so that requests keep their order. */
export interface Rate {
  /** How many at once, and in an interval. */
  readonly size: number;
  readonly intervalMs: number;
}

interface Bucket {
  left: number;
  at: number;
}

/** How many keys are kept before the full ones are dropped. */
const swept = 1_000;

/** One bucket a key. A bucket that is full again is as good as none, so those are dropped now and then. */
export class KeyedTokenBucket<Key> {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<Key, Bucket>();
  #sweepAt = swept;

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** How many keys are kept. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes some, or says in how many ms they will be there; 0 when they were taken. */
  take(key: Key, amount = 1): number {
    const now = this.#now();
    const bucket = this.#refilled(key, now);
    if (bucket.left >= amount) {
      bucket.left -= amount;
      return 0;
    }
    const { size, intervalMs } = this.#rate;
    return Math.ceil(((amount - bucket.left) * intervalMs) / size);
  }

  #refilled(key: Key, now: number): Bucket {
    const { size, intervalMs } = this.#rate;
    const known = this.#buckets.get(key);
    if (known !== undefined) {
      known.left = Math.min(size, known.left + (Math.max(now - known.at, 0) * size) / intervalMs);
      known.at = now;
      return known;
    }
    if (this.#buckets.size >= this.#sweepAt) this.#sweep(now);
    const bucket = { left: size, at: now };
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #sweep(now: number): void {
    for (const [key, { at }] of this.#buckets) {
      if (now - at >= this.#rate.intervalMs) this.#buckets.delete(key);
    }
    this.#sweepAt = Math.max(swept, 2 * this.#buckets.size);
  }
}
