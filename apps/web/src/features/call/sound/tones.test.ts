import { describe, expect, test } from 'vitest';
import { renderTone, tones } from './tones.ts';

const sampleRate = 8_000;

describe.each(Object.entries(tones))('%s', (_name, tone) => {
  const samples = renderTone(tone, sampleRate);

  test('is as long as it says', () => {
    expect(samples).toHaveLength((tone.lengthMs / 1000) * sampleRate);
  });

  test('can be heard and never clips', () => {
    const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
    expect(peak).toBeGreaterThan(0.03);
    expect(peak).toBeLessThan(1);
  });

  test('starts and ends in silence, so that its repetition does not click', () => {
    expect(samples[0]).toBeCloseTo(0, 5);
    expect(samples.at(-1)).toBeCloseTo(0, 2);
  });

  test('never jumps', () => {
    // The steepest honest step is that of the loudest, highest note: 2π·hz/rate of its level.
    const steps = samples.map((sample, index) => Math.abs(sample - (samples[index - 1] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.9);
  });
});
