import { expect, test } from 'vitest';
import { approach, inSteps, levelOf } from './levelScale.ts';

test('the noise of a quiet room shows nothing, a voice about two thirds, a shout everything', () => {
  expect(levelOf(-55)).toBe(0);
  expect(levelOf(-25)).toBeCloseTo(0.68, 1);
  expect(levelOf(-8)).toBe(1);
  expect(levelOf(-Infinity)).toBe(0);
});

test('a level rises faster than it falls', () => {
  const [up, down] = [approach(0.2, 0.8), approach(0.8, 0.2)];
  expect(up - 0.2).toBeGreaterThan(0.8 - down);
});

test('after a voice stops, the level comes to rest within a second of 23 steps', () => {
  let shown = 1;
  for (let step = 0; step < 23; step += 1) shown = approach(shown, 0);
  expect(shown).toBe(0);
});

test('a held tone comes to rest too', () => {
  let shown = 0;
  for (let step = 0; step < 8; step += 1) shown = approach(shown, 0.6);
  expect(inSteps(approach(shown, 0.6))).toBe(inSteps(shown));
});
