/** A rate limit: `burst` tokens at once, and on average `refill` tokens per `intervalMs`. */
export interface Rate {
  readonly burst: number;
  readonly refill: number;
  readonly intervalMs: number;
}

export function perSecond(refill: number, burst = refill): Rate {
  return { burst, refill, intervalMs: 1_000 };
}

export function perMinute(refill: number): Rate {
  return { burst: refill, refill, intervalMs: 60_000 };
}

export function perDay(refill: number): Rate {
  return { burst: refill, refill, intervalMs: 24 * 60 * 60 * 1000 };
}

/**
 * A token bucket that starts full. It holds only two numbers, because there is one per socket; so the caller
 * passes the rate and the time. It never waits, which keeps requests in their order.
 */
export class TokenBucket {
  #tokens: number;
  #refilledAt: number;

  constructor({ burst }: Rate, now: number) {
    this.#tokens = burst;
    this.#refilledAt = now;
  }

  /** Takes tokens and returns 0, or takes none and returns in how many ms there are enough. */
  take(rate: Rate, now: number, amount = 1): number {
    const waitMs = this.wait(rate, now, amount);
    if (waitMs === 0) this.#tokens -= amount;
    return waitMs;
  }

  /** Returns 0 if there are enough tokens, or in how many ms there are. */
  wait({ burst, refill, intervalMs }: Rate, now: number, amount = 1): number {
    const elapsedMs = Math.max(now - this.#refilledAt, 0);
    this.#tokens = Math.min(burst, this.#tokens + (elapsedMs * refill) / intervalMs);
    this.#refilledAt = now;
    return this.#tokens >= amount ? 0 : Math.ceil(((amount - this.#tokens) * intervalMs) / refill);
  }

  /** The share of the burst that is used now, from 0 to 1. */
  used({ burst, refill, intervalMs }: Rate, now: number): number {
    const refilled = (Math.max(now - this.#refilledAt, 0) * refill) / intervalMs;
    return 1 - Math.min(burst, this.#tokens + refilled) / burst;
  }

  /** Whether so much time has passed that the bucket must be full, so that a new one is as good. */
  isIdle({ burst, refill, intervalMs }: Rate, now: number): boolean {
    return now - this.#refilledAt >= (burst * intervalMs) / refill;
  }
}

/** Number of keys at which idle buckets are dropped for the first time. */
const sweepSize = 1_000;
/** Idle buckets are also dropped after this time, in ms, so that a flood of keys does not stay in memory. */
const sweepMs = 60_000;
/** At most this many keys; more of them make the server forget the oldest. */
const maxKeys = 100_000;

/** One token bucket for each key, such as a user or an address. */
export class KeyedTokenBucket<Key> {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<Key, TokenBucket>();
  #sweepAt = sweepSize;
  #sweptAt: number;

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
    this.#sweptAt = now();
  }

  /** Number of tracked keys. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes tokens of a key and returns 0, or takes none and returns in how many ms there are enough. */
  take(key: Key, amount = 1): number {
    const now = this.#now();
    return this.#bucketOf(key, now).take(this.#rate, now, amount);
  }

  /** Returns 0 if a key has a token, or in how many ms it has one. */
  wait(key: Key): number {
    return this.#buckets.get(key)?.wait(this.#rate, this.#now()) ?? 0;
  }

  /** The keys that have used most of their tokens, with the share that is used, from 0 to 1. */
  emptiest(atMost: number): { key: Key; used: number }[] {
    const now = this.#now();
    return Array.from(this.#buckets, ([key, bucket]) => ({ key, used: bucket.used(this.#rate, now) }))
      .filter(({ used }) => used > 0)
      .toSorted((a, b) => b.used - a.used)
      .slice(0, atMost);
  }

  #bucketOf(key: Key, now: number): TokenBucket {
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    if (this.#buckets.size >= this.#sweepAt || now - this.#sweptAt >= sweepMs) this.#sweep(now);
    const bucket = new TokenBucket(this.#rate, now);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  /** The next sweep is at twice as many keys, so that sweeping costs little per new key. */
  #sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isIdle(this.#rate, now)) this.#buckets.delete(key);
    const oldest = this.#buckets.keys();
    for (let excess = this.#buckets.size - maxKeys / 2; excess > 0; excess -= 1) {
      const { value, done } = oldest.next();
      if (done !== true) this.#buckets.delete(value);
    }
    this.#sweepAt = Math.max(sweepSize, 2 * this.#buckets.size);
    this.#sweptAt = now;
  }
}
