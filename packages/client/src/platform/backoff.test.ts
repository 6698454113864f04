import { expect, test } from 'vitest';
import { awaitedAttempt, retryDelayMs, idleAttempt } from './backoff.ts';

test('the first attempt is made within 300 ms, and no pause is longer than 3 s', () => {
  for (let attempt = 0; attempt < 2_000; attempt++) {
    for (const fraction of [0, 0.5, 0.999]) {
      const delayMs = retryDelayMs(attempt, fraction);
      expect(delayMs).toBeGreaterThan(0);
      expect(delayMs).toBeLessThanOrEqual(attempt === 0 ? 300 : 3_000);
    }
  }
});

test('the delays grow', () => {
  const pauses = [0, 1, 2, 3, 4].map((attempt) => retryDelayMs(attempt, 0.5));
  expect(pauses).toEqual([225, 450, 900, 1_800, 2_250]);
});

test('the server does not answer and a call waits: delays stay short, and only every fourth attempt may exceed 2 s', () => {
  const attempts = [0, 1, 2, 3, 4, 5, 6, 7].map((attempt) => awaitedAttempt(attempt, 0.999, 2_000));
  for (const { delayMs } of attempts) expect(delayMs).toBeLessThanOrEqual(300);
  expect(attempts.map(({ timeoutMs }) => timeoutMs / 1_000)).toEqual([2, 2, 2, 5, 2, 2, 2, 5]);
});

test('the server refuses at once and a call waits: delays grow up to 2 s', () => {
  const pauses = [0, 1, 2, 3, 4, 5].map((attempt) => awaitedAttempt(attempt, 0.5, 0).delayMs);
  expect(pauses).toEqual([225, 450, 900, 1_800, 2_000, 2_000]);
});

test('a call has waited its longest: attempts are as rare as without a call', () => {
  expect(awaitedAttempt(12, 0.5, 2_000)).toEqual(idleAttempt(12, 0.5));
  expect(awaitedAttempt(11, 0.5, 2_000)).not.toEqual(idleAttempt(11, 0.5));
});
