import { expect, test } from 'vitest';
import { loudnessDb, peakOf } from './loudness.ts';

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

test('the peak is that of the farther side', () => {
  expect(peakOf(Float32Array.of(0.25, -0.5, 0))).toBe(0.5);
  expect(peakOf(new Float32Array(8))).toBe(0);
});
