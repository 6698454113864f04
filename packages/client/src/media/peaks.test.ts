import { expect, test } from 'vitest';
import { peaksOf } from './peaks.ts';

test('the loudest moment is the highest, wherever the others are', () => {
  expect(peaksOf([0.1, -0.2, 0, 0, 0.05, 0.4], 3)).toEqual([50, 0, 100]);
});

test('silence is flat, and noise that nobody hears is nearly so', () => {
  expect(peaksOf([0, 0, 0, 0], 2)).toEqual([0, 0]);
  expect(peaksOf([0.000_5, 0.000_5], 2)).toEqual([10, 10]);
});

test('fewer moments than steps: no more steps than moments', () => {
  expect(peaksOf([0.5, 1], 48)).toEqual([50, 100]);
  expect(peaksOf([], 48)).toEqual([]);
});
