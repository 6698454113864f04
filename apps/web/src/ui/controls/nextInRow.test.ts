import { expect, test } from 'vitest';
import { nextInRow } from './nextInRow.ts';

test.each([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 2, 0],
  ['ArrowLeft', 0, 2],
  ['ArrowDown', 0, undefined],
  ['Home', 2, 0],
  ['End', 0, 2],
  ['Enter', 0, undefined],
  ['a', 1, undefined],
])('%s on tab %d of three selects %s', (key, at, next) => {
  expect(nextInRow(key, at, 3, 'horizontal')).toBe(next);
});

test.each([
  ['ArrowDown', 2, 0],
  ['ArrowUp', 0, 2],
  ['ArrowRight', 0, undefined],
])('%s on item %d of a menu of three moves to %s', (key, at, next) => {
  expect(nextInRow(key, at, 3, 'vertical')).toBe(next);
});
