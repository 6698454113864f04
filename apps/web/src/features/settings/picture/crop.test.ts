import { describe, expect, test } from 'vitest';
import { mostZoom, movedBy, sideOf, wholeOf, zoomedTo } from './crop.ts';

const wide = { width: 400, height: 200 };

test('at first the largest square of the middle is taken', () => {
  expect(wholeOf(wide)).toEqual({ zoom: 1, x: 200, y: 100 });
  expect(sideOf(wide, wholeOf(wide))).toBe(200);
});

describe('the square never leaves the picture', () => {
  test('moved too far, it stops at the edge', () => {
    expect(movedBy(wide, wholeOf(wide), 5, 5)).toEqual({ zoom: 1, x: 300, y: 100 });
    expect(movedBy(wide, wholeOf(wide), -5, -5)).toEqual({ zoom: 1, x: 100, y: 100 });
  });

  test('zoomed out at an edge, it comes back in', () => {
    const corner = movedBy(wide, zoomedTo(wide, wholeOf(wide), 4), 10, 10);
    expect(corner).toEqual({ zoom: 4, x: 375, y: 175 });
    expect(zoomedTo(wide, corner, 1)).toEqual({ zoom: 1, x: 300, y: 100 });
  });
});

test('a step is as far on the screen however close one is', () => {
  const close = zoomedTo(wide, wholeOf(wide), 4);
  expect(movedBy(wide, close, 0.5, 0).x - close.x).toBe(25);
});

test.each([
  [0, 1],
  [0.5, 1],
  [3, 3],
  [100, mostZoom],
])('a zoom of %d becomes %d', (wish, zoom) => {
  expect(zoomedTo(wide, wholeOf(wide), wish).zoom).toBe(zoom);
});
