import { CallId, UserId, type Entry } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { device, entry } from '../entries/entry.testing.ts';
import { groupByDay, historyRows, isSameRow, type EntryRowData, type HistoryRow } from './historyRows.ts';

const noon = new Date(2026, 2, 30, 12).getTime();
const id = (number: number): CallId =>
  v.parse(CallId, `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
const linus = { id: v.parse(UserId, '00000000-0000-4000-8000-000000000003'), name: 'Linus' };

/** Missed calls from Grace, one a minute from noon on, with the given changes; numbered from the oldest, newest first. */
function missed(...changes: readonly Partial<Entry>[]): readonly Entry[] {
  return changes
    .map((change, n) =>
      entry({
        callId: id(n + 1),
        direction: 'incoming',
        label: 'missed',
        placedAt: noon + n * 60_000,
        ...change,
      }),
    )
    .toReversed();
}

/** A short form of rows: a heading as it is, a call as its number, a group as its size in brackets. */
function short(rows: readonly HistoryRow[]): readonly string[] {
  return rows.map((row) => {
    switch (row.kind) {
      case 'day':
        return row.heading;
      case 'call':
        return `${Number(row.key.slice(-4))}${row.collapsible === undefined ? '' : ` of ${row.collapsible.length}`}`;
      case 'group':
        return `(${row.group.length})`;
    }
  });
}

const collapsed = (entries: readonly Entry[]) => short(historyRows(entries, new Set(), noon));

describe('consecutive calls that read the same', () => {
  test('form a group, and a single call does not', () => {
    expect(collapsed(missed({}, { peer: linus }, {}, {}, {}))).toEqual(['Today', '(3)', '2', '1']);
    expect(collapsed(missed({}))).toEqual(['Today', '1']);
    expect(collapsed([])).toEqual([]);
  });

  test.each([
    ['another person', { peer: linus }],
    ['another label', { label: 'declined' }],
    ['another direction', { direction: 'outgoing' }],
    ['another medium', { media: 'video' }],
    ['another detail', { detail: 'onAnotherCall' }],
    ['another device that declined', { deviceId: device(2) }],
  ] as const)('are split by %s', (_, change) => {
    expect(collapsed(missed({}, change))).toEqual(['Today', '2', '1']);
  });

  test('form a group if they are outgoing, whichever device placed them', () => {
    const outgoing = { direction: 'outgoing', label: 'noAnswer' } as const;
    expect(
      collapsed(missed({ ...outgoing, deviceId: device(1) }, { ...outgoing, deviceId: device(2) })),
    ).toEqual(['Today', '(2)']);
  });

  test('do not form a group across midnight, which would hide a day', () => {
    const yesterday = { placedAt: noon - 86_400_000 };
    expect(collapsed(missed(yesterday, yesterday, {}, {}))).toEqual(['Today', '(2)', 'Yesterday', '(2)']);
  });

  test('do not form a group if they were answered: their durations differ', () => {
    const answered = { label: 'answered', durationMs: 7_000 } as const;
    expect(collapsed(missed(answered, answered))).toEqual(['Today', '2', '1']);
  });
});

describe('an expanded group', () => {
  test('has a row for each call, and the last one can collapse it again', () => {
    expect(short(historyRows(missed({}, {}, {}), new Set([id(2)]), noon))).toEqual([
      'Today',
      '3',
      '2',
      '1 of 3',
    ]);
  });

  test('stays expanded when another call joins', () => {
    expect(short(historyRows(missed({}, {}, {}, {}), new Set([id(1), id(2)]), noon))).toEqual([
      'Today',
      '4',
      '3',
      '2',
      '1 of 4',
    ]);
  });
});

test('a call keeps its key when it becomes a group, and a group when it grows', () => {
  const keys = [missed({}), missed({}, {}), missed({}, {}, {})].map(
    (entries) => historyRows(entries, new Set(), noon)[1]?.key,
  );
  expect(keys).toEqual([id(1), id(1), id(1)]);
});

test('a row is the same while its entries are, and another one as soon as one of them changed', () => {
  const entries = missed({}, {}, { label: 'declined' });
  const rowsOf = (list: readonly Entry[]) =>
    historyRows(list, new Set(), noon).filter((row): row is EntryRowData => row.kind !== 'day');
  const before = rowsOf(entries);
  const sameAs = (list: readonly Entry[]) => rowsOf(list).map((row, at) => isSameRow(row, before[at] ?? row));
  expect(sameAs([...entries])).toEqual([true, true]);
  expect(sameAs(entries.map((each, at) => (at === 2 ? { ...each, seen: false } : each)))).toEqual([
    true,
    false,
  ]);
});

test('entries are split at midnight and keep their order', () => {
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

test('no entries result in no days', () => {
  expect(groupByDay([], 0)).toEqual([]);
});
