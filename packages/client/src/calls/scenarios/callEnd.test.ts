import { describe, expect, test } from 'vitest';
import {
  CallsHarness,
  activeBy,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  endedBy,
  grace,
  graceDevice,
  graceToAda,
} from './callsHarness.testing.ts';

describe('canceling', () => {
  test('before the server has said anything: done at once, and told right behind', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.current.cancel?.();
    expect(harness.screen).toMatchObject({ current: null, outcome: null });
    expect(harness.toasts).toEqual(['canceled']);
    expect(harness.requestNames).toEqual(['call:place', 'call:end']);
  });

  test('before the browser has said whether it would ask for the microphone: placed and canceled, for both histories', () => {
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

  test('the answer to the placement comes too late to matter', () => {
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

  test('two calls, one right after the other: said once, of the newer one', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.current.cancel?.();
    const [first] = harness.screen.toasts;
    harness.place(undefined, 'audio', callId('5'));
    harness.current.cancel?.();
    expect(harness.toasts).toEqual(['canceled']);
    expect(harness.screen.toasts[0]?.id, 'read out again').not.toBe(first?.id);
  });

  test('the callee answers in the same moment and wins: it was hung up, and nothing comes back', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.current.cancel?.();
    harness.push(adaToGrace(answeredBy(graceDevice)));
    harness.resolve('call:end', adaToGrace({ ...answeredBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(harness.screen.current).toBeNull();
    expect(harness.count('openMediaSession')).toBe(0);
  });

  test('a microphone that opens only now is closed at once', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.current.cancel?.();
    const track = harness.openInput('audio');
    expect(harness.stopped).toEqual([track]);
  });

  test('a press on a button of an older call hits no newer one', () => {
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
  test('on the screen at once: the other one is told past the server first, then the server', () => {
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

  test('the server’s duration corrects what is shown', () => {
    const harness = CallsHarness.inCall();
    harness.current.hangUp?.();
    harness.resolve('call:end', adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(harness.screen.toasts).toMatchObject([{ kind: 'callEnded', durationMs: 7_500 }]);
  });

  test('offline: told once the server is back, with how long ago it was', () => {
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

  test('the connection breaks with the hang-up on its way: it is told again until it is answered', () => {
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
    'the server says %s: there is nothing more to tell',
    (code) => {
      const harness = CallsHarness.inCall();
      harness.current.hangUp?.();
      harness.reject('call:end', code);
      expect(harness.state.pendingEnds).toEqual([]);
    },
  );

  test('after ten minutes without the server there is no use in telling it', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.current.hangUp?.();
    harness.advance(600_000);
    harness.attach();
    expect(harness.requestNames).toEqual([]);
  });

  test('in a call that was answered but never connected: zero seconds', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.accept(graceToAda());
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    harness.current.hangUp?.();
    expect(harness.screen.toasts).toMatchObject([{ kind: 'callEnded', durationMs: 0 }]);
  });
});

describe('the other one hangs up', () => {
  test('heard past the server: over at once, and the server hears whose doing it was', () => {
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

  test('they mean another call: nothing happens', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'message', message: { kind: 'ended', callId: callId('4'), agoMs: 0 } });
    expect(harness.status).toBe('talking');
  });

  test('heard from the server: over, with its duration, and no dialog', () => {
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
  test('the page goes away: media stops, and nobody hangs up', () => {
    const harness = CallsHarness.inCall();
    harness.dispatch({ type: 'pageHidden' });
    expect(harness.effects.map(({ type }) => type)).toEqual(['closeMediaSession', 'stopTrack']);
  });

  test('signed out by the server: everything is let go of', () => {
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
