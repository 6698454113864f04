import { createLog } from './log.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chooseOffset, ServerClock, systemMachineClock, watchWallClock } from './serverClock.ts';

const hourMs = 3_600_000;
const machine = { wall: () => 10 * hourMs, uptime: () => hourMs, bootId: 'this boot' };
const nothing = { anchor: undefined, newestMs: 0, isCallLive: false };

test('server time starts at the wall clock', () => {
  expect(new ServerClock(machine, chooseOffset(machine, nothing)).now()).toBe(10 * hourMs);
});

test('server time starts after every stored call when the wall clock was set back', () => {
  const record = { ...nothing, newestMs: 11 * hourMs };
  expect(new ServerClock(machine, chooseOffset(machine, record)).now()).toBe(11 * hourMs + 1);
});

test('server time goes on over a restart while a call is live, whatever the wall clock says', () => {
  const anchor = { bootId: 'this boot', offsetMs: 8 * hourMs };
  expect(chooseOffset(machine, { anchor, newestMs: 0, isCallLive: true })).toBe(anchor.offsetMs);
});

test('without a live call, a restart takes the corrected wall clock', () => {
  const anchor = { bootId: 'this boot', offsetMs: 8 * hourMs };
  expect(chooseOffset(machine, { anchor, newestMs: 0, isCallLive: false })).toBe(9 * hourMs);
});

test('after the machine booted again, the time since boot says nothing', () => {
  const anchor = { bootId: 'another boot', offsetMs: 8 * hourMs };
  expect(chooseOffset(machine, { anchor, newestMs: 0, isCallLive: true })).toBe(9 * hourMs);
  const unknown = { ...machine, bootId: undefined };
  expect(chooseOffset(unknown, { anchor, newestMs: 0, isCallLive: true })).toBe(9 * hourMs);
});

test('server time is whole milliseconds and grows while the wall clock is set back', () => {
  const system = systemMachineClock();
  const clock = new ServerClock(system, chooseOffset(system, nothing));
  const before = clock.now();
  const spy = vi.spyOn(Date, 'now').mockReturnValue(0);
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  expect(clock.now()).toSatisfy(Number.isSafeInteger);
  expect(clock.wallAheadMs()).toBeLessThanOrEqual(-before);
  spy.mockRestore();
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the log warns once when the wall clock was set, and again the next time', () => {
  let aheadMs = 0;
  const clock = new ServerClock({ ...machine, wall: () => 10 * hourMs + aheadMs }, 9 * hourMs);
  const log = createLog('silent');
  const warn = vi.spyOn(log, 'warn');
  const stop = watchWallClock(clock, log);
  const warningsAfter = (ms: number): number => {
    aheadMs = ms;
    vi.advanceTimersByTime(200_000);
    return warn.mock.calls.length;
  };
  expect(warningsAfter(500)).toBe(0);
  expect(warningsAfter(-hourMs)).toBe(1);
  expect(warningsAfter(0)).toBe(1);
  expect(warningsAfter(hourMs)).toBe(2);
  stop();
});
