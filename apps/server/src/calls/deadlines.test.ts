import type { Call, CallId, Calling, Deadlines as CallDeadlines } from '@ringback/protocol';
import { createFakeClock, type FakeClock } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { aCall } from './calls.testing.ts';
import { Deadlines } from './deadlines.ts';

function watch(): { clock: FakeClock; deadlines: Deadlines; woken: [CallId, number][] } {
  const clock = createFakeClock(0);
  const woken: [CallId, number][] = [];
  const onDue = (callIds: readonly CallId[]): void => {
    for (const callId of callIds) woken.push([callId, clock.now()]);
  };
  return { clock, woken, deadlines: new Deadlines({ ...clock, onDue }) };
}

function waitingFor(call: Calling, deadlines: CallDeadlines): Call {
  return { ...call, deadlines };
}

test('each call is woken for at its own time, by one timer', () => {
  const { clock, deadlines, woken } = watch();
  const [first, second] = [aCall(), aCall()];
  deadlines.schedule(waitingFor(first, { ring: 500 }));
  deadlines.schedule(waitingFor(second, { ring: 200 }));
  expect(clock.waiting()).toBe(1);
  clock.advance(1_000);
  expect(woken).toEqual([
    [second.id, 200],
    [first.id, 500],
  ]);
  expect(clock.waiting()).toBe(0);
});

test('a deadline that moves ahead wakes earlier; one that moves back wakes once, too early, which is harmless', () => {
  const { clock, deadlines, woken } = watch();
  const call = aCall();
  deadlines.schedule(waitingFor(call, { ring: 500 }));
  deadlines.schedule(waitingFor(call, { ring: 500, callerGone: 100 }));
  deadlines.schedule(waitingFor(call, { ring: 500 }));
  clock.advance(100);
  expect(woken).toEqual([[call.id, 100]]);
  deadlines.schedule(waitingFor(call, { ring: 500 }));
  clock.advance(1_000);
  expect(woken).toEqual([
    [call.id, 100],
    [call.id, 500],
  ]);
});

test('a call that waits for nothing any more is not woken for', () => {
  const { clock, deadlines, woken } = watch();
  const call = aCall();
  deadlines.schedule(waitingFor(call, { ring: 500 }));
  deadlines.schedule(waitingFor(call, {}));
  clock.advance(1_000);
  expect(woken).toEqual([]);
});

test('a deadline beyond what one timer can wait is reached all the same', () => {
  const { clock, deadlines, woken } = watch();
  const call = aCall();
  const at = 2 ** 32;
  deadlines.schedule(waitingFor(call, { ring: at }));
  clock.advance(at);
  expect(woken).toEqual([[call.id, at]]);
});
