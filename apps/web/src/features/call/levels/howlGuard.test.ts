import { expect, test } from 'vitest';
import { isHowling, nextLoudSince, type LoudSince } from './howlGuard.ts';

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
