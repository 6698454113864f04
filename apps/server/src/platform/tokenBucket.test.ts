import { createFakeClock } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { KeyedTokenBucket } from './tokenBucket.ts';

test('so many at once, then as many as time brings back, each key for itself', () => {
  const clock = createFakeClock();
  const buckets = new KeyedTokenBucket<string>({ size: 3, intervalMs: 3_000 }, clock.now);
  expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 1_000]);
  expect(buckets.take('b')).toBe(0);
  clock.advance(400);
  expect(buckets.take('a')).toBe(600);
  clock.advance(600);
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1_000]);
  clock.advance(100_000);
  expect([1, 2, 3, 4].map(() => buckets.take('a') === 0)).toEqual([true, true, true, false]);
});

test('large amounts are taken whole or not at all', () => {
  const buckets = new KeyedTokenBucket<string>({ size: 1_000, intervalMs: 1_000 }, createFakeClock().now);
  expect([buckets.take('a', 600), buckets.take('a', 600), buckets.take('a', 400)]).toEqual([0, 200, 0]);
});

test('keys that were not used for an interval are forgotten, used ones are not', () => {
  const clock = createFakeClock();
  const buckets = new KeyedTokenBucket<number>({ size: 1, intervalMs: 1_000 }, clock.now);
  for (let key = 0; key < 5_000; key++) buckets.take(key);
  clock.advance(1_000);
  buckets.take(1);
  for (let key = 10_000; key < 14_000; key++) buckets.take(key);
  expect(buckets.take(1)).toBeGreaterThan(0);
  expect(buckets.size).toBeLessThan(5_000);
});
