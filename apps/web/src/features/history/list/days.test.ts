import { expect, test } from 'vitest';
import { groupByDay } from './days.ts';
import { entry } from '../entries/entry.testing.ts';

test('entries are parted at midnight and keep their order', () => {
  const now = new Date(2026, 2, 30, 12).getTime();
  const times = [new Date(2026, 2, 30, 0, 1), new Date(2026, 2, 29, 23, 59), new Date(2026, 2, 29, 8)];
  const days = groupByDay(
    times.map((time) => entry({ placedAt: time.getTime() })),
    now,
  );
  expect(days.map(({ heading, entries }) => [heading, entries.length])).toEqual([
    ['Today', 1],
    ['Yesterday', 2],
  ]);
  expect(days[1]?.entries.map(({ placedAt }) => new Date(placedAt).getHours())).toEqual([23, 8]);
});

test('no entries make no days', () => {
  expect(groupByDay([], 0)).toEqual([]);
});
