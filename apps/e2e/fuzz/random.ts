import type { SeededRandom } from '@ringback/testkit';

/**
 * Picks one of several values.
 * @throws {Error} if there are none.
 */
export function pick<Item>(random: SeededRandom, items: readonly Item[]): Item {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

/** Whether an event with a probability of one in `times` happens. */
export function oneIn(random: SeededRandom, times: number): boolean {
  return random.below(times) === 0;
}
