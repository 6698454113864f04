import { describe, expect, test } from 'vitest';
import {
  activeBy,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  CallsHarness,
  endedBy,
  grace,
  graceDevice,
  graceToAda,
} from './callsHarness.testing.ts';

describe('canceling', () => {
  test('leaves at once and reports to the server right after', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.current.cancel?.();
    expect(harness.screen).toMatchObject({ current: null, outcome: null });
    expect(harness.toasts).toEqual(['canceled']);
    expect(harness.requestNames).toEqual(['call:place', 'call:end']);
  });

  test('before the browser reports its permission: places and cancels, for both histories', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    harness.current.cancel?.();
    expect(harness.screen).toMatchObject({ current: null, outcome: null });
    expect(harness.toasts).toEqual(['canceled']);
    expect(harness.requestNames).toEqual(['call:place', 'call:end']);
    harness.dispatch({ type: 'permissionKnown', key: callId('1'), permission: 'granted' });
    expect(harness.screen.current).toBeNull();
    expect(harness.requestNames).toEqual(['call:place', 'call:end']);
  });

  test('ignores a late response to the placement', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.current.cancel?.();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] }));
    expect(harness.screen.current).toBeNull();
    harness.resolve('call:end', adaToGrace(endedBy({ reason: 'canceled' })));
    expect(harness.screen).toMatchObject({ current: null, outcome: null });
    expect(harness.state.pendingEnds).toEqual([]);
  });

  test('two calls in a row: shows one toast, of the newer call', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.current.cancel?.();
    const [first] = harness.screen.toasts;
    harness.place(undefined, 'audio', callId('5'));
    harness.current.cancel?.();
    expect(harness.toasts).toEqual(['canceled']);
    expect(harness.screen.toasts[0]?.id, 'read out again').not.toBe(first?.id);
  });

  test('hangs up a call that the callee answered in the same moment, for good', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.current.cancel?.();
    harness.push(adaToGrace(answeredBy(graceDevice)));
    harness.resolve('call:end', adaToGrace({ ...answeredBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(harness.screen.current).toBeNull();
    expect(harness.count('openMediaSession')).toBe(0);
  });

  test('closes a microphone that opens late', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.current.cancel?.();
    const track = harness.openInput('audio');
    expect(harness.stopped).toEqual([track]);
  });

  test('ignores a press on the button of an older call', () => {
    const harness = CallsHarness.online();
    harness.place();
    const { cancel } = harness.current;
    harness.reject('call:place', 'tooMany');
    harness.place(undefined, 'audio', callId('5'));
    cancel?.();
    expect(harness.current.id).toBe(callId('5'));
  });
});

describe('hanging up', () => {
  test('leaves at once, and tells the other side before the server', () => {
    const harness = CallsHarness.inCall();
    harness.advance(42_000);
    harness.current.hangUp?.();
    expect(harness.screen.current).toBeNull();
    expect(harness.effects.map(({ type }) => type)).toEqual([
      'sendPeerMessage',
      'serverRequest',
      'stopTrack',
      'closeMediaSession',
      'releaseMediaSessions',
    ]);
    expect(harness.requests('call:end')[0]?.payload).toEqual({ callId: callId('1') });
    expect(harness.screen.toasts).toMatchObject([{ kind: 'callEnded', durationMs: 42_000 }]);
  });

  test('says so for four seconds, but not over a call that begins or rings meanwhile', () => {
    const harness = CallsHarness.inCall();
    harness.current.hangUp?.();
    harness.advance(3_900);
    expect(harness.toasts).toEqual(['callEnded']);
    harness.advance(200);
    expect(harness.toasts).toEqual([]);
    for (const next of ['placed', 'rings'] as const) {
      const again = CallsHarness.inCall();
      again.current.hangUp?.();
      again.resolve('call:end', adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
      if (next === 'placed') again.place(grace, 'audio', callId('2'));
      else again.push(graceToAda({ id: callId('2') }));
      expect(again.toasts).toEqual([]);
    }
  });

  test("corrects the shown duration to the server's", () => {
    const harness = CallsHarness.inCall();
    harness.current.hangUp?.();
    harness.resolve('call:end', adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(harness.screen.toasts).toMatchObject([{ kind: 'callEnded', durationMs: 7_500 }]);
  });

  test('offline: reports once the server is back, with how long ago it was', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.current.hangUp?.();
    expect(harness.screen.current).toBeNull();
    expect(harness.requestNames).toEqual([]);
    harness.advance(12_000);
    harness.attach([adaToGrace(activeBy(graceDevice))]);
    expect(harness.requests('call:end')[0]?.payload).toEqual({ callId: callId('1'), endedAgoMs: 12_000 });
    expect(harness.screen.current).toBeNull();
  });

  test('repeats a report that was lost with the connection until it is confirmed', () => {
    const harness = CallsHarness.inCall();
    harness.current.hangUp?.();
    harness.detach();
    harness.reject('call:end', 'offline');
    harness.attach([adaToGrace(activeBy(graceDevice))]);
    harness.reject('call:end', 'unavailable');
    harness.advance(2_000);
    expect(harness.requests('call:end')).toHaveLength(3);
    harness.resolve('call:end', adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    harness.advance(60_000);
    expect(harness.requests('call:end')).toHaveLength(3);
    expect(harness.state.pendingEnds).toEqual([]);
  });

  test.each(['ended', 'answeredElsewhere', 'notFound', 'forbidden'] as const)(
    'stops reporting when the server says %s',
    (code) => {
      const harness = CallsHarness.inCall();
      harness.current.hangUp?.();
      harness.reject('call:end', code);
      expect(harness.state.pendingEnds).toEqual([]);
    },
  );

  test('stops reporting after ten minutes without the server', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.current.hangUp?.();
    harness.advance(600_000);
    harness.attach();
    expect(harness.requestNames).toEqual([]);
  });

  test('shows zero seconds for a call that was answered but never connected', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.accept(graceToAda());
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    harness.current.hangUp?.();
    expect(harness.screen.toasts).toMatchObject([{ kind: 'callEnded', durationMs: 0 }]);
  });
});

describe('the other side hangs up', () => {
  test('over the data channel: leaves at once, and reports that the other side ended it', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'message', message: { kind: 'ended', callId: callId('1'), agoMs: 300 } });
    expect(harness.screen.current).toBeNull();
    expect(harness.toasts).toEqual(['callEnded']);
    expect(harness.requests('call:end')[0]?.payload).toEqual({
      callId: callId('1'),
      endedAgoMs: 300,
      peerEnded: true,
    });
    expect(harness.stopped).toHaveLength(1);
    expect(harness.count('sendPeerMessage')).toBe(0);
  });

  test('ignores the end of another call', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'message', message: { kind: 'ended', callId: callId('4'), agoMs: 0 } });
    expect(harness.status).toBe('talking');
  });

  test("through the server: leaves with the call's duration and without a dialog", () => {
    const harness = CallsHarness.inCall();
    harness.push(adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(harness.screen).toMatchObject({
      current: null,
      outcome: null,
      toasts: [{ kind: 'callEnded', durationMs: 7_500 }],
    });
  });
});

describe('leaving', () => {
  test('the page is hidden: stops media without hanging up', () => {
    const harness = CallsHarness.inCall();
    harness.dispatch({ type: 'pageHidden' });
    expect(harness.effects.map(({ type }) => type)).toEqual(['closeMediaSession', 'stopTrack']);
  });

  test('signed out by the server: releases everything', () => {
    const harness = CallsHarness.inCall();
    harness.dispatch({ type: 'signedOut' });
    expect(harness.effects.map(({ type }) => type)).toEqual([
      'stopTrack',
      'closeMediaSession',
      'releaseMediaSessions',
    ]);
    expect(harness.screen).toMatchObject({ current: null, cannotPlace: 'offline', toasts: [] });
  });
});
