import { CallId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createSeededRandom, freshSeed } from './random.ts';

test('the same seed gives the same values', () => {
  const valuesOf = (seed: number): unknown[] => {
    const random = createSeededRandom(seed);
    return [random.uuid(), random.fraction(), random.secret(), random.below(10)];
  };
  expect(valuesOf(7)).toEqual(valuesOf(7));
  expect(valuesOf(7)).not.toEqual(valuesOf(8));
});

test('ids and secrets have the form that the protocol requires', () => {
  const random = createSeededRandom(1);
  expect(v.is(CallId, random.uuid())).toBe(true);
  expect(random.secret()).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('whole numbers between two bounds include both', () => {
  const random = createSeededRandom(1);
  const drawn = new Set(Array.from({ length: 100 }, () => random.between(-1, 1)));
  expect([...drawn].toSorted((a, b) => a - b)).toEqual([-1, 0, 1]);
});

test('a given seed is used, so that a failure can be repeated', () => {
  expect(freshSeed('42')).toBe(42);
  expect(freshSeed('')).toBeGreaterThan(0);
  expect(freshSeed('what')).toBeGreaterThan(0);
});
