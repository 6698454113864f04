/** How many requests a socket may make: so many a second in the mean, so many at once. */
export interface RequestRate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket of two numbers, for there is one for every socket. */
export class TokenBucket {
  #left: number;
  #at: number;

  constructor(rate: RequestRate, now: number) {
    this.#left = rate.burst;
    this.#at = now;
  }

  /** Takes one, or says in how many ms there will be one again; 0 when it was taken. */
  take(rate: RequestRate, now: number): number {
    const earned = (Math.max(now - this.#at, 0) * rate.perSecond) / 1000;
    this.#left = Math.min(rate.burst, this.#left + earned);
    this.#at = now;
    if (this.#left >= 1) {
      this.#left -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#left) * 1000) / rate.perSecond);
  }
}
