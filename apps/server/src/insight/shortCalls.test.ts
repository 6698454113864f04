import { CallId, DeviceId, UserId, type Call } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ShortCalls } from './shortCalls.ts';

type EndedCall = Call & { readonly phase: 'ended' };

const minuteMs = 60_000;
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [ada, grace] = [1, 2].map((n) => v.parse(UserId, id(n)));

/** A call between the two that ended at `at`; `lastedMs` since its first media, undefined if there was none. */
function call(n: number, at: number, lastedMs: number | undefined, from = ada, to = grace): EndedCall {
  if (from === undefined || to === undefined) throw new Error('The people are missing.');
  return {
    id: v.parse(CallId, id(100 + n)),
    version: 3,
    media: 'audio',
    caller: { userId: from, deviceId: v.parse(DeviceId, id(9)), name: 'Ada' },
    callee: { userId: to, name: 'Grace' },
    visibility: 'open',
    earlyCandidates: 'relay',
    placedAt: at - minuteMs,
    ringDeadlineAt: at,
    phase: 'ended',
    end: { reason: 'hungUp', at },
    ...(lastedMs !== undefined && { connectedAt: at - lastedMs }),
  };
}

/** Which of these calls count. */
function counted(calls: readonly EndedCall[]): boolean[] {
  const short = new ShortCalls();
  return calls.map((each) => short.callStored(each).length > 0);
}

test('a short call right after another one counts, in either direction', () => {
  const calls = [
    call(1, minuteMs, 3_000),
    call(2, 2 * minuteMs, 2_500, grace, ada),
    call(3, 3 * minuteMs, 2_000),
  ];
  expect(counted(calls)).toEqual([false, true, true]);
});

test('a long call in between, or one after a while, starts over', () => {
  expect(
    counted([call(1, minuteMs, 3_000), call(2, 2 * minuteMs, 20_000), call(3, 3 * minuteMs, 3_000)]),
  ).toEqual([false, false, false]);
  expect(counted([call(1, minuteMs, 3_000), call(2, 7 * minuteMs, 3_000)])).toEqual([false, false]);
});

test('a call without media is not short, and one that is stored twice counts once', () => {
  expect(counted([call(1, minuteMs, undefined), call(2, 2 * minuteMs, 3_000)])).toEqual([false, false]);
  const twice = call(3, minuteMs, 3_000);
  expect(counted([twice, twice])).toEqual([false, false]);
});
