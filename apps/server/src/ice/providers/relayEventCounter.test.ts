import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RelayEventCounter, type RelayCounts } from './relayEventCounter.ts';

let reports: RelayCounts[] = [];
let counter: RelayEventCounter;

beforeEach(() => {
  vi.useFakeTimers();
  reports = [];
  counter = new RelayEventCounter((counts) => reports.push(counts));
  counter.start();
});

afterEach(() => {
  counter.stop();
  vi.useRealTimers();
});

const allocated = { type: 'allocated', transport: 'udp', family: 4 } as const;

test('reports once for a minute with events, and not for a minute without', () => {
  for (let i = 0; i < 3; i += 1) counter.count(allocated);
  counter.count({ type: 'refused', code: 486 });
  vi.advanceTimersByTime(60_000);
  expect(reports).toEqual([{ allocated: 3, refused486: 1 }]);
  vi.advanceTimersByTime(120_000);
  expect(reports).toHaveLength(1);
});

test('the challenge that every client gets first does not count', () => {
  counter.count({ type: 'refused', code: 401 });
  counter.count({ type: 'refused', code: 438 });
  vi.advanceTimersByTime(60_000);
  expect(reports).toEqual([]);
});

test('reports the last events when it stops', () => {
  counter.count(allocated);
  counter.stop();
  expect(reports).toEqual([{ allocated: 1 }]);
});
