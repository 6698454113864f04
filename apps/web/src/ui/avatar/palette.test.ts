import { expect, test } from 'vitest';
import { contrast, distance, over, toLinearRgb } from '../styles/colorScience.testing.ts';
import { palette, toCss, type ColorPair } from './palette.ts';

const white = over('#fff', '#fff');

/** The mean distance of two pairs, color by color. */
function apart(one: ColorPair, other: ColorPair): number {
  return (distance(one.from, other.from) + distance(one.to, other.to)) / 2;
}

test('white letters are readable on every color of the palette', () => {
  for (const color of palette.flatMap(({ from, to }) => [from, to]))
    expect(contrast(white, toLinearRgb(color)), `white on ${toCss(color)}`).toBeGreaterThanOrEqual(4.5);
});

test('any two pairs are clearly different: five times what is just noticeable', () => {
  for (const [index, one] of palette.entries()) {
    for (const other of palette.slice(index + 1))
      expect(apart(one, other), `${toCss(one.from)} and ${toCss(other.from)}`).toBeGreaterThanOrEqual(0.1);
  }
});

test('no color is brown or olive: dark orange or dark yellow', () => {
  expect(palette).toHaveLength(12);
  for (const { hue } of palette.flatMap(({ from, to }) => [from, to]))
    expect(hue > 30 && hue < 140, `hue ${hue}`).toBe(false);
});
