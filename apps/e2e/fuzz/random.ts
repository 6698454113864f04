import type { SeededRandom } from '@ringback/testkit';

/**
 * Picks one of several.
 * @throws {Error} when there is none.
 */
export function pick<Item>(random: SeededRandom, items: readonly Item[]): Item {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

/** Whether something happens that does so in one of so many times. */
export function oneIn(random: SeededRandom, times: number): boolean {
  return random.below(times) === 0;
}
