import { loudnessDb } from '@ringback/client';
import { expect, test } from 'vitest';
import { meterLevel, isSound } from './loudness.ts';

function tone(amplitude: number): Float32Array {
  return Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin((index * Math.PI) / 32));
}

test('the meter rises with the loudness within its range', () => {
  expect(meterLevel(-Infinity)).toBe(0);
  expect(meterLevel(0)).toBe(1);
  expect(meterLevel(-33)).toBeCloseTo(0.5);
});

test('a soft voice counts as sound, a quiet room does not', () => {
  expect(isSound(loudnessDb(tone(0.02)))).toBe(true);
  expect(isSound(loudnessDb(tone(0.002)))).toBe(false);
});
