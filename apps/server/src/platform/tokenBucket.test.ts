import { createFakeClock } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { KeyedTokenBucket, perSecond, TokenBucket } from './tokenBucket.ts';

const threeInThreeSeconds = { burst: 3, refill: 3, intervalMs: 3_000 };

test('a burst is allowed, then as much as time brings back, for each key by itself', () => {
  const clock = createFakeClock();
  const buckets = new KeyedTokenBucket<string>(threeInThreeSeconds, clock.now);
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
  const buckets = new KeyedTokenBucket<string>(perSecond(1_000), createFakeClock().now);
  expect([buckets.take('a', 600), buckets.take('a', 600), buckets.take('a', 400)]).toEqual([0, 200, 0]);
});

test('a burst can be larger than the average rate', () => {
  const rate = perSecond(2, 4);
  const bucket = new TokenBucket(rate, 0);
  expect([1, 2, 3, 4, 5].map(() => bucket.take(rate, 0))).toEqual([0, 0, 0, 0, 500]);
  expect([bucket.take(rate, 500), bucket.take(rate, 600)]).toEqual([0, 400]);
});

test('a clock that goes back takes nothing away', () => {
  const rate = perSecond(1);
  const bucket = new TokenBucket(rate, 1_000);
  expect([bucket.take(rate, 0), bucket.take(rate, 0)]).toEqual([0, 1_000]);
});

test('keys that were not used for an interval are dropped, used ones are not', () => {
  const clock = createFakeClock();
  const buckets = new KeyedTokenBucket<number>(perSecond(1), clock.now);
  for (let key = 0; key < 5_000; key++) buckets.take(key);
  clock.advance(1_000);
  buckets.take(1);
  for (let key = 10_000; key < 14_000; key++) buckets.take(key);
  expect(buckets.take(1)).toBeGreaterThan(0);
  expect(buckets.size).toBeLessThan(5_000);
});

test('a flood of keys is forgotten a minute later, and never takes more memory than it may', () => {
  const clock = createFakeClock();
  const buckets = new KeyedTokenBucket<number>(perSecond(1), clock.now);
  for (let key = 0; key < 300_000; key++) buckets.take(key);
  expect(buckets.size).toBeLessThanOrEqual(100_000);
  clock.advance(60_000);
  buckets.take(1);
  expect(buckets.size).toBe(1);
});

test('looking how long to wait takes nothing', () => {
  const buckets = new KeyedTokenBucket<string>(perSecond(1), createFakeClock().now);
  expect([buckets.wait('a'), buckets.size, buckets.take('a'), buckets.wait('a')]).toEqual([0, 0, 0, 1_000]);
});
