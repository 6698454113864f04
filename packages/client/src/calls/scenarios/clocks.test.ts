import { describe, expect, test } from 'vitest';
import {
  activeBy,
  adaToGrace,
  callId,
  CallsHarness,
  endedBy,
  graceDevice,
  graceToAda,
} from './callsHarness.testing.ts';

/** A call that Grace places at a server time. */
function placedAt(serverTime: number) {
  return graceToAda({ placedAt: serverTime, ringDeadlineAt: serverTime + 45_000 });
}

/** The server answers the latest question about its time. */
function measure(harness: CallsHarness, serverTime: number): void {
  harness.dispatch({ type: 'clockMeasured', serverTime, sentAt: harness.now });
}

describe('this machine’s clock is wrong about the server’s time', () => {
  test.for([60_000, 300_000, 3_600_000])('by %d ms ahead: a call rings, for its full time', (aheadMs) => {
    const harness = CallsHarness.online();
    const serverTime = harness.now;
    harness.now += aheadMs;
    const call = placedAt(serverTime);
    harness.push(call);
    expect(harness.screen.incoming).toBeNull();
    expect(harness.count('measureClock')).toBe(1);
    measure(harness, serverTime);
    harness.resolve('call:get', call);
    expect(harness.screen.incoming?.id).toBe(call.id);
    harness.advance(44_999);
    expect(harness.screen.incoming?.id).toBe(call.id);
    harness.advance(1);
    expect(harness.screen.incoming).toBeNull();
  });

  test('by an hour behind: a call rings at once, and for its full time once the clock is measured', () => {
    const harness = CallsHarness.online();
    const serverTime = harness.now + 3_600_000;
    harness.push(placedAt(serverTime));
    expect(harness.screen.incoming?.id).toBe(callId('2'));
    expect(harness.count('measureClock')).toBe(1);
    measure(harness, serverTime);
    harness.advance(45_000);
    expect(harness.screen.incoming).toBeNull();
  });

  test('a call is not dropped while the question about the time is unanswered, and asked about again', () => {
    const harness = CallsHarness.online();
    const serverTime = harness.now;
    harness.now += 300_000;
    const call = placedAt(serverTime);
    harness.push(call);
    harness.resolve('call:get', call);
    expect(harness.screen.incoming).toBeNull();
    harness.clear();
    harness.advance(5_000);
    expect(harness.effects.map(({ type }) => type)).toEqual(['measureClock', 'serverRequest']);
    measure(harness, serverTime + 5_000);
    harness.resolve('call:get', call);
    expect(harness.screen.incoming?.id).toBe(call.id);
  });

  test('a call that has ended meanwhile never rings', () => {
    const harness = CallsHarness.online();
    harness.now += 300_000;
    harness.push(graceToAda());
    harness.resolve('call:get', graceToAda(endedBy({ reason: 'canceled' })));
    expect(harness.screen).toMatchObject({ incoming: null, toasts: [] });
  });

  test('as soon as the clocks part, the time is measured, but not while offline', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'clocksParted' });
    expect(harness.effects).toEqual([{ type: 'measureClock' }]);
    harness.clear();
    harness.detach();
    harness.dispatch({ type: 'clocksParted' });
    expect(harness.effects).toEqual([]);
  });
});

test('the running time of a call is right again once the time is measured after a sleep', () => {
  const harness = CallsHarness.inCall();
  const [status, serverTime] = [harness.current.status, harness.now];
  if (status.kind !== 'talking') throw new Error('There is no running time.');
  harness.dispatch({ type: 'clocksParted' });
  measure(harness, serverTime + 20_000);
  expect(harness.current.status).toEqual({ ...status, sinceMs: status.sinceMs - 20_000 });
});

test('an ending that is reported after a sleep or a step of the clock happened when it was pressed', () => {
  const harness = CallsHarness.inCall();
  harness.detach();
  harness.current.hangUp?.();
  const { pendingEnds } = harness.state;
  const reloaded = CallsHarness.offline({ pendingEnds, inputs: null });
  const pressedAt = harness.now;
  reloaded.now = pressedAt + 300_000;
  reloaded.dispatch({
    type: 'attached',
    attachment: {
      hello: { ...reloaded.hello([adaToGrace(activeBy(graceDevice))]), serverTime: pressedAt + 7_000 },
      sentAt: reloaded.now,
      receivedAt: reloaded.now,
      carried: [],
    },
  });
  expect(reloaded.requests('call:end')[0]?.payload).toMatchObject({ endedAgoMs: 7_000 });
});
