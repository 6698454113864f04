import { expect, test } from 'vitest';
import { retryDelayMs } from './retryPolicy.ts';

test('the first attempt is made within 300 ms, and no pause is longer than 3 s', () => {
  for (let attempt = 0; attempt < 2_000; attempt++) {
    for (const fraction of [0, 0.5, 0.999]) {
      const delayMs = retryDelayMs(attempt, fraction);
      expect(delayMs).toBeGreaterThan(0);
      expect(delayMs).toBeLessThanOrEqual(attempt === 0 ? 300 : 3_000);
    }
  }
});

test('the pauses grow', () => {
  const pauses = [0, 1, 2, 3, 4].map((attempt) => retryDelayMs(attempt, 0.5));
  expect(pauses).toEqual([225, 450, 900, 1_800, 2_250]);
});
