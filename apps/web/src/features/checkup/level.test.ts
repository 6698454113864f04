import { loudnessDb } from '@ringback/client';
import { expect, test } from 'vitest';
import { filling, isHeard } from './level.ts';

function tone(amplitude: number): Float32Array {
  return Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin((index * Math.PI) / 32));
}

test('the meter stays within its ends and rises with the loudness', () => {
  expect(filling(-Infinity)).toBe(0);
  expect(filling(0)).toBe(1);
  expect(filling(-33)).toBeCloseTo(0.5);
});

test('a soft voice is heard, a quiet room is not', () => {
  expect(isHeard(loudnessDb(tone(0.02)))).toBe(true);
  expect(isHeard(loudnessDb(tone(0.002)))).toBe(false);
});
