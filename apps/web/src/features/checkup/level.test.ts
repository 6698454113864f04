import { expect, test } from 'vitest';
import { filling, isHeard, loudnessDb } from './level.ts';

function tone(amplitude: number): Float32Array {
  return Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin((index * Math.PI) / 32));
}

test.each([
  ['a full tone', 1, -3],
  ['a voice', 0.05, -29],
  ['a quiet room', 0.002, -57],
])('%s is as loud as it should be', (_what, amplitude, decibels) => {
  expect(loudnessDb(tone(amplitude))).toBeCloseTo(decibels, 0);
});

test('silence has no loudness, and neither has nothing', () => {
  expect(loudnessDb(new Float32Array(8))).toBe(-Infinity);
  expect(loudnessDb(new Float32Array(0))).toBe(-Infinity);
});

test('the meter stays within its ends and rises with the loudness', () => {
  expect(filling(-Infinity)).toBe(0);
  expect(filling(0)).toBe(1);
  expect(filling(-33)).toBeCloseTo(0.5);
});

test('a soft voice is heard, a quiet room is not', () => {
  expect(isHeard(loudnessDb(tone(0.02)))).toBe(true);
  expect(isHeard(loudnessDb(tone(0.002)))).toBe(false);
});
