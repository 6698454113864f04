import { expect, test } from 'vitest';
import { createFakeClock } from './clock.ts';

test('callbacks run in the order in which they are due, each at its time', () => {
  const clock = createFakeClock(1_000);
  const seen: string[] = [];
  clock.after(200, () => seen.push(`late ${clock.now()}`));
  clock.after(100, () => seen.push(`early ${clock.now()}`));
  clock.advance(250);
  expect(seen).toEqual(['early 1100', 'late 1200']);
  expect(clock.now()).toBe(1_250);
});

test('a callback that is scheduled by another one runs in the same advance; a canceled one does not run', () => {
  const clock = createFakeClock(0);
  const seen: number[] = [];
  const cancel = clock.after(30, () => seen.push(-1));
  clock.after(10, () => {
    cancel();
    clock.after(10, () => seen.push(clock.now()));
  });
  clock.advance(100);
  expect(seen).toEqual([20]);
  expect(clock.waiting()).toBe(0);
});
