/** Numbers that look random, and are the same for the same seed. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  readonly whole: (low: number, high: number) => number;
}

/**
 * Random numbers of a race. The seed is printed: `E2E_SEED` of the environment replays it.
 *
 * @param name of the race, so that each has numbers of its own
 */
export function randomFor(name: string): Random {
  const given = Number.parseInt(process.env['E2E_SEED'] ?? '', 10);
  const seed = Number.isNaN(given) ? Date.now() % 1_000_000 : given;
  console.log(`${name}: E2E_SEED=${seed}`);
  let state = seed;
  // A linear congruential generator (Numerical Recipes, second edition, section 7.1).
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return { whole: (low, high) => low + Math.floor(next() * (high - low + 1)) };
}
