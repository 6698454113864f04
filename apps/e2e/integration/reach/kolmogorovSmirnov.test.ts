import { createSeededRandom } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { sameDistribution } from './kolmogorovSmirnov.ts';

const random = createSeededRandom(1);
const sample = (count: number, shift: number): number[] =>
  Array.from({ length: count }, () => random.fraction() + random.fraction() + shift);

test('two samples of one distribution are not told apart', () => {
  expect(sameDistribution(sample(500, 0), sample(500, 0))).toBeGreaterThan(0.01);
  expect(sameDistribution([1, 2, 3], [1, 2, 3])).toBe(1);
});

test('a shift by a small part of the spread is found in a thousand values', () => {
  expect(sameDistribution(sample(1_000, 0), sample(1_000, 0.1))).toBeLessThan(0.01);
});

test('the value of a published table', () => {
  // D = 1.36 / sqrt(n/2) has p = 0.05 for large samples of equal size.
  const n = 10_000;
  const shift = Math.round(1.358 * Math.sqrt(2 * n));
  const a = Array.from({ length: n }, (_, i) => i);
  const b = Array.from({ length: n }, (_, i) => i + shift);
  expect(sameDistribution(a, b)).toBeCloseTo(0.05, 2);
});
