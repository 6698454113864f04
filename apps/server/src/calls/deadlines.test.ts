import type { Call, CallId, Calling, Deadlines as CallDeadlines } from '@ringback/protocol';
import { createFakeClock, type FakeClock } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { aCall } from './calls.testing.ts';
import { Deadlines } from './deadlines.ts';

function startDeadlines(): { clock: FakeClock; deadlines: Deadlines; fired: [CallId, number][] } {
  const clock = createFakeClock(0);
  const fired: [CallId, number][] = [];
  const onDue = (callIds: readonly CallId[]): void => {
    for (const callId of callIds) fired.push([callId, clock.now()]);
  };
  return { clock, fired, deadlines: new Deadlines({ ...clock, onDue }) };
}

function waitingFor(call: Calling, deadlines: CallDeadlines): Call {
  return { ...call, deadlines };
}

test('one timer calls back for each call at its own time', () => {
  const { clock, deadlines, fired } = startDeadlines();
  const [first, second] = [aCall(), aCall()];
  deadlines.schedule(waitingFor(first, { ring: 500 }));
  deadlines.schedule(waitingFor(second, { ring: 200 }));
  expect(clock.waiting()).toBe(1);
  clock.advance(1_000);
  expect(fired).toEqual([
    [second.id, 200],
    [first.id, 500],
  ]);
  expect(clock.waiting()).toBe(0);
});

test('an earlier deadline fires earlier; a later one fires once too early, which is harmless', () => {
  const { clock, deadlines, fired } = startDeadlines();
  const call = aCall();
  deadlines.schedule(waitingFor(call, { ring: 500 }));
  deadlines.schedule(waitingFor(call, { ring: 500, callerGone: 100 }));
  deadlines.schedule(waitingFor(call, { ring: 500 }));
  clock.advance(100);
  expect(fired).toEqual([[call.id, 100]]);
  deadlines.schedule(waitingFor(call, { ring: 500 }));
  clock.advance(1_000);
  expect(fired).toEqual([
    [call.id, 100],
    [call.id, 500],
  ]);
});

test('a call without a deadline does not fire', () => {
  const { clock, deadlines, fired } = startDeadlines();
  const call = aCall();
  deadlines.schedule(waitingFor(call, { ring: 500 }));
  deadlines.schedule(waitingFor(call, {}));
  clock.advance(1_000);
  expect(fired).toEqual([]);
});

test('a deadline beyond the longest timer is reached', () => {
  const { clock, deadlines, fired } = startDeadlines();
  const call = aCall();
  const at = 2 ** 32;
  deadlines.schedule(waitingFor(call, { ring: at }));
  clock.advance(at);
  expect(fired).toEqual([[call.id, at]]);
});
