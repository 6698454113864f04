import { expect, test } from 'vitest';
import { cornerAfterKey, nearestCorner } from './corners.ts';

const size = { width: 1280, height: 800 };

test.each([
  [{ x: 100, y: 100 }, 'topLeft'],
  [{ x: 641, y: 399 }, 'topRight'],
  [{ x: 639, y: 401 }, 'bottomLeft'],
  [{ x: 1200, y: 700 }, 'bottomRight'],
] as const)('a tile dropped at %o goes to %s', (center, corner) => {
  expect(nearestCorner(center, size)).toBe(corner);
});

test.each([
  ['bottomRight', 'ArrowUp', 'topRight'],
  ['bottomRight', 'ArrowRight', 'bottomRight'],
  ['topRight', 'ArrowLeft', 'topLeft'],
  ['topLeft', 'ArrowDown', 'bottomLeft'],
  ['topLeft', 'Enter', undefined],
] as const)('from %s, %s moves to %s', (corner, key, moved) => {
  expect(cornerAfterKey(corner, key)).toBe(moved);
});
