import { describe, expect, test } from 'vitest';
import { maxZoom, moveCrop, sideOf, largestCrop, zoomCrop } from './crop.ts';

const wide = { width: 400, height: 200 };

test('the initial crop is the largest square around the center', () => {
  expect(largestCrop(wide)).toEqual({ zoom: 1, x: 200, y: 100 });
  expect(sideOf(wide, largestCrop(wide))).toBe(200);
});

describe('the square never leaves the picture', () => {
  test('when moved too far, it stops at the edge', () => {
    expect(moveCrop(wide, largestCrop(wide), 5, 5)).toEqual({ zoom: 1, x: 300, y: 100 });
    expect(moveCrop(wide, largestCrop(wide), -5, -5)).toEqual({ zoom: 1, x: 100, y: 100 });
  });

  test('when zoomed out at an edge, it moves back inside', () => {
    const corner = moveCrop(wide, zoomCrop(wide, largestCrop(wide), 4), 10, 10);
    expect(corner).toEqual({ zoom: 4, x: 375, y: 175 });
    expect(zoomCrop(wide, corner, 1)).toEqual({ zoom: 1, x: 300, y: 100 });
  });
});

test('a move covers the same distance on the screen at any zoom', () => {
  const close = zoomCrop(wide, largestCrop(wide), 4);
  expect(moveCrop(wide, close, 0.5, 0).x - close.x).toBe(25);
});

test.each([
  [0, 1],
  [0.5, 1],
  [3, 3],
  [100, maxZoom],
])('a zoom of %d becomes %d', (requested, zoom) => {
  expect(zoomCrop(wide, largestCrop(wide), requested).zoom).toBe(zoom);
});
