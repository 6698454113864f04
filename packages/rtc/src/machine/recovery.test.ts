import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linkCauses } from '@ringback/protocol';
import { createRetryPolicy } from './recovery.ts';

const even = createRetryPolicy(() => 0.5);

it('tries at once where a network failed, and later where a page was closed', () => {
  for (const cause of linkCauses) expect(even(0, 0, cause)).toBe(cause === 'peerClosed' ? 1_500 : 0);
});

it('waits twice as long each time, up to four seconds', () => {
  expect([1, 2, 3, 4, 5, 50].map((attempt) => even(attempt, 1, 'silent'))).toEqual([
    500, 1_000, 2_000, 4_000, 4_000, 4_000,
  ]);
});

it('stops two minutes on, when every deadline of a call has passed', () => {
  expect(even(20, 119_999, 'silent')).not.toBe('stop');
  expect(even(20, 120_000, 'silent')).toBe('stop');
});

it('strays by a quarter at most, so that two devices do not knock in step', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(chance, fc.integer({ min: 1, max: 9 }), (dice, attempt) => {
      const pause = createRetryPolicy(() => dice)(attempt, 0, 'silent');
      const mean = Number(even(attempt, 0, 'silent'));
      expect(pause).toBeGreaterThanOrEqual(mean * 0.75);
      expect(pause).toBeLessThanOrEqual(mean * 1.25);
    }),
  );
});
