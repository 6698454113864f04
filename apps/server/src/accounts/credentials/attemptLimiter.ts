import { KeyedTokenBucket, type Rate } from '../../platform/tokenBucket.ts';

const minuteMs = 60_000;
/** Wrong passwords or codes: of one address for one account. Ten at once, then one every two minutes. */
const ofAddressForAccount: Rate = { burst: 10, refill: 10, intervalMs: 20 * minuteMs };
/** Of one address, which an office may share, for any accounts. */
const ofAddress: Rate = { burst: 60, refill: 60, intervalMs: 20 * minuteMs };
/** For one account, by all browsers that never signed in to it, wherever they are. */
const byStrangers: Rate = { burst: 60, refill: 60, intervalMs: 60 * minuteMs };

/** Someone tries to sign in to an account. */
export interface Attempt {
  /** The account, or what was typed where no account has that name: unknown names are limited like others. */
  readonly account: string;
  /** The key of the address in limits. */
  readonly address: string;
  /** Whether the browser has signed in to the account before. */
  readonly isKnown: boolean;
}

/**
 * Limits wrong attempts. Who guesses from everywhere uses up what strangers have for an account, but never what the
 * browsers have that signed in to it before: so people cannot lock each other out.
 */
export class AttemptLimiter {
  readonly #ofAddressForAccount: KeyedTokenBucket<string>;
  readonly #ofAddress: KeyedTokenBucket<string>;
  readonly #byStrangers: KeyedTokenBucket<string>;

  constructor(now: () => number) {
    this.#ofAddressForAccount = new KeyedTokenBucket(ofAddressForAccount, now);
    this.#ofAddress = new KeyedTokenBucket(ofAddress, now);
    this.#byStrangers = new KeyedTokenBucket(byStrangers, now);
  }

  /** Counts an attempt as wrong until `succeeded`. Returns 0, or in how many ms the next one is allowed. */
  take(attempt: Attempt): number {
    const waitMs = Math.max(...this.#limitsOf(attempt).map(([bucket, key]) => bucket.wait(key)));
    if (waitMs > 0) return waitMs;
    for (const [bucket, key] of this.#limitsOf(attempt)) bucket.take(key);
    return 0;
  }

  /** Takes an attempt back: it was right, or it was never judged. */
  giveBack(attempt: Attempt): void {
    for (const [bucket, key] of this.#limitsOf(attempt)) bucket.take(key, -1);
  }

  #limitsOf({ account, address, isKnown }: Attempt): [KeyedTokenBucket<string>, string][] {
    const limits: [KeyedTokenBucket<string>, string][] = [
      [this.#ofAddressForAccount, `${address} ${account}`],
      [this.#ofAddress, address],
    ];
    return isKnown ? limits : [...limits, [this.#byStrangers, account]];
  }
}
