import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ServerLeg } from './serverLeg.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const now = (): number => performance.now();

/** A server whose answers take these times in turn, in ms; null for none. */
function answering(...times: readonly (number | null)[]) {
  let asked = 0;
  const measure = (): Promise<number | undefined> => {
    const ms = times[asked++ % times.length] ?? null;
    const answer = ms === null ? undefined : ms;
    return new Promise((resolve) => setTimeout(() => resolve(answer), ms ?? 1));
  };
  return { measure, asked: () => asked };
}

test('a steady answer has no late ones', async () => {
  const leg = new ServerLeg(answering(30).measure, now);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(leg.leg()).toEqual({ ms: 30, late: 0 });
  leg.stop();
});

test('every fifth answer is late, as where packets get lost', async () => {
  const leg = new ServerLeg(answering(20, 20, 20, 20, 230).measure, now);
  leg.suspect(true);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(leg.leg()?.ms).toBe(20);
  expect(leg.leg()?.late).toBeCloseTo(0.2, 1);
  leg.stop();
});

test('an answer that is still awaited counts once it is late', async () => {
  const leg = new ServerLeg(answering(20, 20, 20, 20_000).measure, now);
  leg.suspect(true);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(leg.leg()?.late).toBeGreaterThan(0.1);
  leg.stop();
});

test('the server cannot be reached', async () => {
  const leg = new ServerLeg(answering(null).measure, now);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(leg.leg()?.late).toBe(1);
  leg.stop();
});

test('it asks rarely while the call is fine, often while it is not, and never after the call', async () => {
  const { measure, asked } = answering(20);
  const leg = new ServerLeg(measure, now);
  await vi.advanceTimersByTimeAsync(11_000);
  const calm = asked();
  expect(calm).toBeLessThan(7);
  leg.suspect(true);
  await vi.advanceTimersByTimeAsync(60_000);
  const suspect = asked() - calm;
  expect(suspect).toBeGreaterThan(100);
  expect(suspect).toBeLessThan(200);
  leg.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked()).toBe(calm + suspect);
});
