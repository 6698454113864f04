import type { UserId } from '@ringback/protocol';

/** What a challenge was made for: signing in, or a new passkey of a user. */
export type Purpose =
  | { readonly kind: 'signIn' }
  | { readonly kind: 'add'; readonly userId: UserId }
  /** The id that the new user will have. */
  | { readonly kind: 'join'; readonly userId: UserId; readonly name: string };

/** How long people have to unlock a passkey, or to scan a code with their phone. */
export const challengeMs = 5 * 60_000;
/** More than are open at once in honest use; beyond them the oldest ends. */
const mostChallenges = 10_000;

interface Open {
  readonly purpose: Purpose;
  readonly endsAt: number;
}

/** The challenges that browsers may answer. Each can be answered once. */
export class Challenges {
  readonly #open = new Map<string, Open>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(challenge: string, purpose: Purpose): void {
    this.#open.set(challenge, { purpose, endsAt: this.#now() + challengeMs });
    for (const [oldest, { endsAt }] of this.#open) {
      if (this.#open.size <= mostChallenges && endsAt > this.#now()) break;
      this.#open.delete(oldest);
    }
  }

  /** Ends a challenge, and returns what it was for; undefined if it is unknown, answered or too old. */
  take(challenge: string): Purpose | undefined {
    const open = this.#open.get(challenge);
    this.#open.delete(challenge);
    return open === undefined || open.endsAt <= this.#now() ? undefined : open.purpose;
  }
}
