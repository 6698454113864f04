import type { EntryList } from '@ringback/client';
import { CallId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { entry } from './entry.testing.ts';
import { withoutRemoved } from './removal.ts';

const [first, second, third] = [1, 2, 3].map((minute) =>
  entry({
    callId: v.parse(CallId, `00000000-0000-4000-8000-00000000000${minute}`),
    placedAt: minute * 60_000,
  }),
);
if (first === undefined || second === undefined || third === undefined) throw new Error('There are three.');
const partial: EntryList = { entries: [third, second, first], state: 'partial' };

describe('what waits to be removed', () => {
  test('is not listed, and says nothing about the pages not fetched yet', () => {
    const removal = { kind: 'some', callIds: [second.callId] } as const;
    expect(withoutRemoved(partial, removal)).toEqual({ entries: [third, first], state: 'partial' });
  });

  test('is all up to the newest call that was listed; one that arrives meanwhile stays', () => {
    const removal = { kind: 'all', before: second.placedAt } as const;
    expect(withoutRemoved(partial, removal)).toEqual({ entries: [third], state: 'complete' });
  });

  test('a first page that is still on its way stays so', () => {
    const loading: EntryList = { entries: [first], state: 'loading' };
    const removal = { kind: 'all', before: first.placedAt } as const;
    expect(withoutRemoved(loading, removal)).toEqual({ entries: [], state: 'loading' });
  });

  test('is nothing where nothing was removed', () => {
    expect(withoutRemoved(partial, undefined)).toBe(partial);
  });
});
