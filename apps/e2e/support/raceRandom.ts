import { createSeededRandom, freshSeed, type SeededRandom } from '@ringback/testkit';

/** Random numbers for a race. The seed is printed; the environment variable `SEED` repeats it. */
export function randomFor(race: string): SeededRandom {
  const random = createSeededRandom(freshSeed(process.env['SEED']));
  console.log(`${race}: SEED=${random.seed}`);
  return random;
}
