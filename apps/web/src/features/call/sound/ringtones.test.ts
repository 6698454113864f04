import { describe, expect, test } from 'vitest';
import { ringtones } from './ringtones.ts';
import { renderTone } from './tones.ts';

const rate = 22_050;

describe.each(Object.entries(ringtones))('the ringtone %s', (_name, tone) => {
  const samples = renderTone(tone, rate);

  test('is loud enough to be heard, and not distorted', () => {
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak).toBeGreaterThan(0.3);
    expect(peak).toBeLessThanOrEqual(1);
  });

  test('repeats without a click', () => {
    expect(tone.repeats).toBe(true);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.01);
  });
});
