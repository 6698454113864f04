import { expect, test } from 'vitest';
import { ResponseLimiter } from './responseLimiter.ts';

const stopped = { nowMs: () => 0, unixSeconds: () => 0 };

test('a flood from 20000 forged sources leaves responses for an honest one', () => {
  const limiter = new ResponseLimiter(stopped, 20);
  for (let n = 0; n < 20_000; n += 1) limiter.take(`10.0.${n >> 8}.${n & 255}`);
  const taken = Array.from({ length: 20 }, () => limiter.take('192.0.2.1')).filter(Boolean);
  expect(taken.length).toBeGreaterThanOrEqual(10);
});

test('one source gets its limit within any second', () => {
  let nowMs = 0;
  const limiter = new ResponseLimiter({ ...stopped, nowMs: () => nowMs }, 2);
  const take = (): boolean => limiter.take('192.0.2.1');
  expect([take(), take(), take()]).toEqual([true, true, false]);
  nowMs = 999;
  limiter.sweep();
  expect(take()).toBe(false);
  nowMs = 1_000;
  limiter.sweep();
  expect([take(), take(), take()]).toEqual([true, true, false]);
});
