import { CallId, UserId, type Entry } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { device, entry } from '../entries/entry.testing.ts';
import { linesOf, type Line } from './historyRows.ts';

const noon = new Date(2026, 2, 30, 12).getTime();
const id = (number: number): CallId =>
  v.parse(CallId, `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
const linus = { id: v.parse(UserId, '00000000-0000-4000-8000-000000000003'), name: 'Linus' };

/** Missed calls of Grace, so many minutes before noon, unless said otherwise; numbered from the oldest. */
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

/** Lines in short: headings as they are, a call as its number, folded ones as how many they are. */
function short(lines: readonly Line[]): readonly string[] {
  return lines.map((line) => {
    switch (line.kind) {
      case 'day':
        return line.heading;
      case 'call':
        return `${Number(line.key.slice(-4))}${line.foldable === undefined ? '' : ` of ${line.foldable.length}`}`;
      case 'folded':
        return `(${line.repeats.length})`;
    }
  });
}

const folded = (entries: readonly Entry[]) => short(linesOf(entries, new Set(), noon));

describe('repeats in a row', () => {
  test('fold into one line, and one call alone does not', () => {
    expect(folded(missed({}, { peer: linus }, {}, {}, {}))).toEqual(['Today', '(3)', '2', '1']);
    expect(folded(missed({}))).toEqual(['Today', '1']);
    expect(folded([])).toEqual([]);
  });

  test.each([
    ['another person', { peer: linus }],
    ['another label', { label: 'declined' }],
    ['another direction', { direction: 'outgoing' }],
    ['another medium', { media: 'video' }],
    ['another detail', { detail: 'onAnotherCall' }],
    ['another device that declined', { deviceId: device(2) }],
  ] as const)('end at %s', (_, change) => {
    expect(folded(missed({}, change))).toEqual(['Today', '2', '1']);
  });

  test('that one placed oneself fold whichever device placed them', () => {
    const outgoing = { direction: 'outgoing', label: 'noAnswer' } as const;
    expect(
      folded(missed({ ...outgoing, deviceId: device(1) }, { ...outgoing, deviceId: device(2) })),
    ).toEqual(['Today', '(2)']);
  });

  test('do not reach over midnight, or a day would be hidden', () => {
    const yesterday = { placedAt: noon - 86_400_000 };
    expect(folded(missed(yesterday, yesterday, {}, {}))).toEqual(['Today', '(2)', 'Yesterday', '(2)']);
  });

  test('answered calls never fold, for each lasted as long as it did', () => {
    const answered = { label: 'answered', durationMs: 7_000 } as const;
    expect(folded(missed(answered, answered))).toEqual(['Today', '2', '1']);
  });
});

describe('unfolded', () => {
  test('each stands for itself, and the last one can fold them again', () => {
    expect(short(linesOf(missed({}, {}, {}), new Set([id(2)]), noon))).toEqual(['Today', '3', '2', '1 of 3']);
  });

  test('they stay so when another one joins', () => {
    expect(short(linesOf(missed({}, {}, {}, {}), new Set([id(1), id(2)]), noon))).toEqual([
      'Today',
      '4',
      '3',
      '2',
      '1 of 4',
    ]);
  });
});

test('a call that gets a repeat, and repeats that get another, stay the same line', () => {
  const keys = [missed({}), missed({}, {}), missed({}, {}, {})].map(
    (entries) => linesOf(entries, new Set(), noon)[1]?.key,
  );
  expect(keys).toEqual([id(1), id(1), id(1)]);
});
