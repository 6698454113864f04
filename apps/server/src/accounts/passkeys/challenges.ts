import type { UserId } from '@ringback/protocol';
import { ExpiringMap } from '../../platform/expiringMap.ts';

/** What a challenge was made for: signing in, or a new passkey of a user. */
export type Purpose =
  | { readonly kind: 'signIn' }
  | { readonly kind: 'add'; readonly userId: UserId }
  /** The id that the new user will have. */
  | { readonly kind: 'join'; readonly userId: UserId; readonly name: string };

/** How long people have to unlock a passkey, or to scan a code with their phone. */
export const challengeMs = 5 * 60_000;
/** More than are open at once in honest use. */
const mostChallenges = 10_000;

/** The challenges that browsers may answer. Each can be answered once. */
export function openChallenges(now: () => number): ExpiringMap<Purpose> {
  return new ExpiringMap(challengeMs, mostChallenges, now);
}
