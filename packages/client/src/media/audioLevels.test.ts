import { expect, test } from 'vitest';
import { loudnessDb, peakOf, peaksOf } from './audioLevels.ts';

function tone(amplitude: number): Float32Array {
  return Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin((index * Math.PI) / 32));
}

test.each([
  ['a full tone', 1, -3],
  ['a voice', 0.05, -29],
  ['a quiet room', 0.002, -57],
])('%s has the expected loudness', (_what, amplitude, decibels) => {
  expect(loudnessDb(tone(amplitude))).toBeCloseTo(decibels, 0);
});

test('silence and an empty window have no loudness', () => {
  expect(loudnessDb(new Float32Array(8))).toBe(-Infinity);
  expect(loudnessDb(new Float32Array(0))).toBe(-Infinity);
});

test('the peak is the larger amplitude of both signs', () => {
  expect(peakOf(Float32Array.of(0.25, -0.5, 0))).toBe(0.5);
  expect(peakOf(new Float32Array(8))).toBe(0);
});

test('the loudest step is 100', () => {
  expect(peaksOf([0.1, -0.2, 0, 0, 0.05, 0.4], 3)).toEqual([50, 0, 100]);
});

test('silence is flat, and inaudible noise nearly so', () => {
  expect(peaksOf([0, 0, 0, 0], 2)).toEqual([0, 0]);
  expect(peaksOf([0.000_5, 0.000_5], 2)).toEqual([10, 10]);
});

test('there are no more steps than samples', () => {
  expect(peaksOf([0.5, 1], 48)).toEqual([50, 100]);
  expect(peaksOf([], 48)).toEqual([]);
});
