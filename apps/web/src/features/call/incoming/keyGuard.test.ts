import { expect, test } from 'vitest';
import { isTooEarly } from './keyGuard.ts';

test.each([
  ['as the dialog opens', 1_000, false, true],
  ['just before the guard time ends', 1_699, false, true],
  ['as the guard time ends', 1_700, false, false],
  ['held down since before the dialog', 2_500, true, true],
])('a key %s', (_situation, atMs, repeat, tooEarly) => {
  expect(isTooEarly({ atMs, repeat }, 1_000)).toBe(tooEarly);
});
