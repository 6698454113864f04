import { Explained } from '../lib/runtime.mjs';
import { parts, type Check } from './list.ts';

/** What the command line of `npm test` asks for. */
export interface Choice {
  readonly checks: readonly Check[];
  readonly everything: boolean;
}

/**
 * Picks the checks to run: all parts unless some are named, and the long ones too after `all`.
 *
 * @throws {Explained} on an unknown word.
 */
export function chooseChecks(checks: readonly Check[], words: readonly string[]): Choice {
  const unknown = words.filter((word) => word !== 'all' && !parts.some((part) => part === word));
  if (unknown.length > 0) {
    throw new Explained(
      `There is no part called ${unknown.join(', ')}. Choose from ${parts.join(', ')}; add "all" for the long tests too.`,
    );
  }
  const everything = words.includes('all');
  const named = words.filter((word) => word !== 'all');
  // A part that is named runs even if all of it is long.
  const chosen = checks.filter(({ part, isLong = false }) =>
    named.length === 0 ? everything || !isLong : named.includes(part),
  );
  return { checks: chosen, everything };
}
