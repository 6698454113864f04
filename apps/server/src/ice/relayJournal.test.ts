import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RelayJournal, type RelayCounts } from './relayJournal.ts';

let reports: RelayCounts[] = [];
let journal: RelayJournal;

beforeEach(() => {
  vi.useFakeTimers();
  reports = [];
  journal = new RelayJournal((counts) => reports.push(counts));
  journal.start();
});

afterEach(() => {
  journal.stop();
  vi.useRealTimers();
});

const allocated = { type: 'allocated', transport: 'udp', family: 4 } as const;

test('one report for a minute in which something happened, none for a quiet one', () => {
  for (let i = 0; i < 3; i += 1) journal.note(allocated);
  journal.note({ type: 'refused', code: 486 });
  vi.advanceTimersByTime(60_000);
  expect(reports).toEqual([{ allocated: 3, refused486: 1 }]);
  vi.advanceTimersByTime(120_000);
  expect(reports).toHaveLength(1);
});

test('that each client is first asked who it is counts as nothing', () => {
  journal.note({ type: 'refused', code: 401 });
  journal.note({ type: 'refused', code: 438 });
  vi.advanceTimersByTime(60_000);
  expect(reports).toEqual([]);
});

test('what happened last is told at the stop', () => {
  journal.note(allocated);
  journal.stop();
  expect(reports).toEqual([{ allocated: 1 }]);
});
