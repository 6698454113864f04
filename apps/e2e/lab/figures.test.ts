import { expect, test } from 'vitest';
import { firstArrival, longestGap, moves } from './figures.ts';
import type { MediaArrival } from './timeline.ts';

function sound(firstAt: number, lastAt: number, connection = 0): MediaArrival {
  return { kind: 'audio', connection, firstAt, lastAt };
}

test('the longest gap lies between the end of one arrival and the start of the next', () => {
  expect(longestGap([sound(110, 150), sound(400, 450), sound(470, 500)], 'audio', 100, 510)).toBe(250);
});

test('a gap at the start or the end counts', () => {
  expect(longestGap([sound(400, 450)], 'audio', 100, 460)).toBe(300);
  expect(longestGap([sound(110, 150)], 'audio', 100, 1_000)).toBe(850);
  expect(longestGap([], 'audio', 100, 1_000)).toBe(900);
});

test('arrivals over two connections at once leave no gap, and frames do not count as audio', () => {
  const both = [sound(100, 300), sound(120, 140, 1), sound(310, 400, 1)];
  expect(longestGap([...both, { ...sound(105, 106), kind: 'video' }], 'audio', 100, 400)).toBe(10);
});

test('the first arrival of a kind is found, if there is one', () => {
  expect(firstArrival([sound(120, 140), sound(110, 130)], 'audio')).toBe(110);
  expect(firstArrival([sound(120, 140)], 'video')).toBeUndefined();
});

test('audio over another connection is a move; an older one that tails off is not', () => {
  expect(moves([sound(1, 2), sound(3, 4), sound(5, 6, 1), sound(5, 6), sound(7, 8, 1)])).toBe(1);
  expect(moves([sound(1, 2, 3), sound(3, 4, 3)])).toBe(0);
  expect(moves([sound(1, 2, 2), sound(3, 4, 1)]), 'to a standby made before').toBe(1);
});
