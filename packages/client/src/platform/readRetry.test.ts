import { bounds, wireError } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { readRetryDelayMs } from './readRetry.ts';

const busy = { error: wireError('unavailable'), attempt: 0, tookMs: 5, fraction: 0 };
const tooMany = { ...busy, error: wireError('tooMany', { retryAfterMs: 1_000 }) };

test('a list that a busy server refuses is read again, later each time, but not forever', () => {
  const delays = Array.from({ length: 7 }, (_, attempt) =>
    readRetryDelayMs('people:list', { ...busy, attempt }),
  );
  expect(delays).toEqual([150, 300, 600, 1_200, 1_500, 1_500, undefined]);
  expect(readRetryDelayMs('people:list', tooMany)).toBe(1_150);
});

test.each([
  ['what changes something', 'message:send', busy],
  ['a call', 'call:place', tooMany],
  ['a read that was not answered', 'people:list', { ...busy, tookMs: bounds.requestTimeoutMs }],
  ['a read that is refused', 'people:list', { ...busy, error: wireError('notFound') }],
  ['a long wait', 'people:find', { ...busy, error: wireError('tooMany', { retryAfterMs: 30_000 }) }],
] as const)('%s is not tried again', (_, name, failed) => {
  expect(readRetryDelayMs(name, failed)).toBeUndefined();
});

test.each(['history:seen', 'conversation:mark', 'note:fetched', 'note:played'] as const)(
  'a busy server refuses %s: it is tried again, because repeating it changes nothing more',
  (name) => {
    expect(readRetryDelayMs(name, busy)).toBe(150);
  },
);
