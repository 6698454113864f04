import { expect, test } from 'vitest';
import type { Corner } from '../drag/corners.ts';
import { nextCorner, placeAfter } from './cornerPlaces.ts';

const stage = { width: 1000, height: 600 };
const still = { x: 0, y: 0 };

test.each([
  ['near a corner', { x: 900, y: 80 }, still, 'topRight', false],
  ['a little left of the middle', { x: 480, y: 310 }, still, 'bottomLeft', false],
  ['thrown up and to the left', { x: 700, y: 400 }, { x: -2, y: -1 }, 'topLeft', false],
  ['pushed halfway over the right edge', { x: 1010, y: 500 }, still, 'bottomRight', true],
  ['with its center at the left edge', { x: 25, y: 100 }, still, 'topLeft', true],
  ['thrown at the left edge', { x: 200, y: 100 }, { x: -2, y: 0 }, 'topLeft', false],
] as const)('a picture let go %s', (_where, center, velocity, corner, isOverEdge) => {
  expect(placeAfter({ center, velocity, stage, width: 200 })).toEqual({ corner, isOverEdge });
});

test('one press after another visits all corners clockwise', () => {
  const visited: Corner[] = ['bottomRight'];
  for (let step = 0; step < 4; step += 1) visited.push(nextCorner(visited.at(-1) ?? 'topLeft'));
  expect(visited).toEqual(['bottomRight', 'bottomLeft', 'topLeft', 'topRight', 'bottomRight']);
});
