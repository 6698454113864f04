import { expect, test } from 'vitest';
import { PageSpeed } from './pageSpeed.ts';

/** Looks that take so long, in ms, one after the other; whether the last one finds the page slow. */
function isSlowAfter(...tookMs: readonly number[]): boolean {
  const times = tookMs.flatMap((ms) => [0, ms]);
  const speed = new PageSpeed(() => times.shift() ?? 0);
  return tookMs.map(() => speed.isSlow()).at(-1) ?? false;
}

test('a page that runs as fast as ever is not slow', () => {
  expect(isSlowAfter(0.4, 0.4, 0.5, 0.4, 0.4, 0.6)).toBe(false);
});

test('a processor slowed six times is noticed within five looks', () => {
  expect(isSlowAfter(0.4, 0.4, 2.4, 2.4, 2.4)).toBe(true);
});

test('a page that shares its core with three programs is not slow', () => {
  expect(isSlowAfter(0.4, 0.4, 1.6, 1.6, 1.7, 1.6, 1.6)).toBe(false);
});

test('looks that were interrupted now and then do not count', () => {
  expect(isSlowAfter(0.4, 4, 0.4, 4, 0.4)).toBe(false);
});
