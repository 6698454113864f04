import { expect, test } from 'vitest';
import { isTooEarly } from './keyGuard.ts';

test.each([
  ['as the alert comes up', 1_000, false, true],
  ['just before the guard ends', 1_699, false, true],
  ['as the guard ends', 1_700, false, false],
  ['held down since before', 2_500, true, true],
])('a key %s', (_situation, atMs, repeat, tooEarly) => {
  expect(isTooEarly({ atMs, repeat }, 1_000)).toBe(tooEarly);
});
