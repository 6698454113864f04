import { expect, test } from 'vitest';
import { approach, inSteps, levelOf, isHowling, nextLoudSince, type LoudSince } from './loudnessScale.ts';

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

/** Whether a sequence of loudness, one each 100 ms, is taken for feedback by its end. */
function howls(loudness: readonly number[]): boolean {
  let loudSince: LoudSince;
  loudness.forEach((db, index) => (loudSince = nextLoudSince(loudSince, db, index * 100)));
  return isHowling(loudSince, (loudness.length - 1) * 100);
}

test('what stays loud without a pause is feedback', () => {
  expect(howls(Array.from({ length: 17 }, () => -4))).toBe(true);
  expect(howls(Array.from({ length: 14 }, () => -4))).toBe(false);
});

test('a shout has pauses', () => {
  expect(howls(Array.from({ length: 60 }, (_, index) => (index % 8 === 7 ? -35 : -4)))).toBe(false);
});

test('a voice of the usual loudness may go on', () => {
  expect(howls(Array.from({ length: 60 }, () => -18))).toBe(false);
});
