import { expect, test } from 'vitest';
import { durationLabel, longest, quantile } from './insight.ts';

test('a duration belongs to the first bucket that holds it', () => {
  expect([0, 5, 5.1, 45_000, 45_001].map(durationLabel)).toEqual(['5', '5', '10', '45000', longest]);
});

test('quantiles lie inside the bucket that holds them', () => {
  const counts = new Map([
    ['100', 90],
    ['1000', 9],
    [longest, 1],
  ]);
  expect(quantile(0.5, counts)).toBeCloseTo(50 + (50 * 50) / 90);
  expect(quantile(0.95, counts)).toBeGreaterThan(750);
  expect(quantile(0.95, counts)).toBeLessThan(1_000);
  expect(quantile(1, counts)).toBe(45_000);
});

test('without durations there is no quantile', () => {
  expect(quantile(0.5, new Map())).toBeUndefined();
});
