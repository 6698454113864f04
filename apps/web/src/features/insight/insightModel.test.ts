import { expect, test } from 'vitest';
import { Figures, outcomesOf, sum } from './insightModel.ts';

const hourMs = 3_600_000;
const at = (hour: number, figure: string, label: string, value: number) => ({
  at: hour * hourMs,
  figure,
  label,
  value,
});

const figures = new Figures({
  from: 0,
  to: 3 * hourMs,
  stepMs: hourMs,
  rows: [
    at(0, 'ended', 'hungUp', 3),
    at(1, 'ended', 'connectFailed/iceFailed', 1),
    at(1, 'ended', 'hungUp', 2),
    at(1, 'ended', 'noAnswer', 4),
    at(0, 'sockets', '', 5),
    at(2, 'sockets', '', 9),
    at(2, 'a figure of a newer server', 'x', 1),
  ],
});

test('totals add the steps, and the most frequent comes first', () => {
  expect([...figures.total('ended')]).toEqual([
    ['hungUp', 5],
    ['noAnswer', 4],
    ['connectFailed/iceFailed', 1],
  ]);
});

test('each step has its own counts, and one without rows has none', () => {
  expect(figures.times.map((time) => sum(figures.at('ended', time)))).toEqual([3, 7, 0]);
});

test('of a peak the largest counts, not the sum', () => {
  expect(figures.peak('sockets')).toBe(9);
});

test('a call that broke off was answered, one that nobody took was missed', () => {
  const ended = new Map([
    ['connectionLost/iceFailed', 1],
    ['hungUp', 2],
    ['canceled', 1],
    ['unreachable', 1],
    ['busy', 1],
    ['declined', 1],
    ['connectFailed/timeout', 1],
  ]);
  expect(outcomesOf(ended)).toEqual({ talked: 3, missed: 3, declined: 1, failed: 1 });
});
