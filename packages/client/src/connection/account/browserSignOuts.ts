import type { UserId } from '@ringback/protocol';
import type { KeyValueStorage, ProfileStorage, Random } from '../../platform/ports.ts';

const prefix = 'ringback.signOut.';
/** In a tab: the latest sign-out of its user at the time of its sign-in. */
const seenKey = 'ringback.signOutSeen';

/**
 * Sign-outs of a person in all tabs of this browser. Each leaves a mark, so that a tab that was discarded, and hears of it
 * only when it comes back, is signed out, too.
 */
export class BrowserSignOuts {
  readonly #profile: ProfileStorage;
  readonly #tab: KeyValueStorage;
  readonly #random: Pick<Random, 'uuid'>;

  constructor(profile: ProfileStorage, tab: KeyValueStorage, random: Pick<Random, 'uuid'>) {
    this.#profile = profile;
    this.#tab = tab;
    this.#random = random;
  }

  /** Signs a person out in all other tabs. */
  announce(userId: UserId): void {
    this.#profile.set(prefix + userId, this.#random.uuid());
  }

  /** This tab signs in: earlier sign-outs do not concern it. */
  remember(userId: UserId): void {
    const latest = this.#profile.get(prefix + userId);
    if (latest === null) this.#tab.remove(seenKey);
    else this.#tab.set(seenKey, latest);
  }

  /** Whether the person was signed out in all tabs after this tab's sign-in. The browser may have lost the mark since. */
  isSignedOut(userId: UserId): boolean {
    const latest = this.#profile.get(prefix + userId);
    return latest !== null && latest !== this.#tab.get(seenKey);
  }

  /** Reports sign-outs of people in other tabs, by their ids; returns what stops that. */
  listen(onSignOut: (userId: string) => void): () => void {
    return this.#profile.listen((key) => {
      if (key.startsWith(prefix)) onSignOut(key.slice(prefix.length));
    });
  }
}
