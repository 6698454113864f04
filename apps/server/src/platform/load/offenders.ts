import { KeyedTokenBucket, perSecond } from '../tokenBucket.ts';

/**
 * A connection costs the most in the packet for which it is cut, because all of that packet is read. So an address with
 * this many cut connections waits before it opens the next one, and once a second it may try again: others may share it.
 */
const tolerated = perSecond(1, 20);

/** Remembers from which addresses connections had to be cut because they sent more than any browser does. */
export class Offenders {
  readonly #tolerance: KeyedTokenBucket<string>;

  constructor(now: () => number) {
    this.#tolerance = new KeyedTokenBucket(tolerated, now);
  }

  /** A connection from this address was cut. `address`: as of `rateLimitAddress`. */
  add(address: string): void {
    this.#tolerance.take(address);
  }

  /** Whether new connections from this address are refused now. */
  has(address: string): boolean {
    return this.#tolerance.wait(address) > 0;
  }
}
