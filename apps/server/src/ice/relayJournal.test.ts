import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RelayJournal } from './relayJournal.ts';

let lines: string[] = [];
let journal: RelayJournal;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  const options = { base: null, timestamp: false, formatters: { level: (level: string) => ({ level }) } };
  journal = new RelayJournal(pino(options, { write: (line: string) => lines.push(line.trim()) }));
  journal.start();
});

afterEach(() => {
  journal.stop();
  vi.useRealTimers();
});

const allocated = { type: 'allocated', transport: 'udp', family: 4 } as const;

test('one line for a minute in which something happened, none for a quiet one', () => {
  for (let i = 0; i < 3; i += 1) journal.note(allocated);
  journal.note({ type: 'refused', code: 486 });
  vi.advanceTimersByTime(60_000);
  expect(lines).toEqual(['{"level":"info","allocated":3,"refused486":1,"msg":"relay"}']);
  vi.advanceTimersByTime(120_000);
  expect(lines).toHaveLength(1);
});

test('that each client is first asked who it is counts as nothing', () => {
  journal.note({ type: 'refused', code: 401 });
  journal.note({ type: 'refused', code: 438 });
  vi.advanceTimersByTime(60_000);
  expect(lines).toEqual([]);
});

test('what happened last is told at the stop', () => {
  journal.note(allocated);
  journal.stop();
  expect(lines).toEqual(['{"level":"info","allocated":1,"msg":"relay"}']);
});
