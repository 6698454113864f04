import { describe, expect, test } from 'vitest';
import {
  Desk,
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
    const desk = Desk.online();
    desk.place();
    desk.current.cancel?.();
    expect(desk.screen).toMatchObject({ current: null, outcome: null });
    expect(desk.remarks).toEqual(['canceled']);
    expect(desk.asked).toEqual(['call:place', 'call:end']);
  });

  test('before the browser has said whether it would ask for the microphone: placed and canceled, for both histories', () => {
    const desk = Desk.online();
    desk.happens({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    desk.current.cancel?.();
    expect(desk.screen).toMatchObject({ current: null, outcome: null });
    expect(desk.remarks).toEqual(['canceled']);
    expect(desk.asked).toEqual(['call:place', 'call:end']);
    desk.happens({ type: 'permissionKnown', key: callId('1'), permission: 'granted' });
    expect(desk.screen.current).toBeNull();
    expect(desk.asked).toEqual(['call:place', 'call:end']);
  });

  test('the answer to the placement comes too late to matter', () => {
    const desk = Desk.online();
    desk.place();
    desk.current.cancel?.();
    desk.ok('call:place', adaToGrace());
    desk.push(adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] }));
    expect(desk.screen.current).toBeNull();
    desk.ok('call:end', adaToGrace(endedBy({ reason: 'canceled' })));
    expect(desk.screen).toMatchObject({ current: null, outcome: null });
    expect(desk.state.ends).toEqual([]);
  });

  test('two calls, one right after the other: said once, of the newer one', () => {
    const desk = Desk.online();
    desk.place();
    desk.current.cancel?.();
    const [first] = desk.screen.remarks;
    desk.place(undefined, 'audio', callId('5'));
    desk.current.cancel?.();
    expect(desk.remarks).toEqual(['canceled']);
    expect(desk.screen.remarks[0]?.id, 'read out again').not.toBe(first?.id);
  });

  test('the callee answers in the same moment and wins: it was hung up, and nothing comes back', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.current.cancel?.();
    desk.push(adaToGrace(answeredBy(graceDevice)));
    desk.ok('call:end', adaToGrace({ ...answeredBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(desk.screen.current).toBeNull();
    expect(desk.count('openPath')).toBe(0);
  });

  test('a microphone that opens only now is closed at once', () => {
    const desk = Desk.online();
    desk.place();
    desk.current.cancel?.();
    const track = desk.opens('audio');
    expect(desk.stopped).toEqual([track]);
  });

  test('a press on a button of an older call hits no newer one', () => {
    const desk = Desk.online();
    desk.place();
    const { cancel } = desk.current;
    desk.no('call:place', 'tooMany');
    desk.place(undefined, 'audio', callId('5'));
    cancel?.();
    expect(desk.current.id).toBe(callId('5'));
  });
});

describe('hanging up', () => {
  test('on the screen at once: the other one is told past the server first, then the server', () => {
    const desk = Desk.talking();
    desk.pass(42_000);
    desk.current.hangUp?.();
    expect(desk.screen.current).toBeNull();
    expect(desk.effects.map(({ type }) => type)).toEqual([
      'tell',
      'ask',
      'stopTrack',
      'closePath',
      'forgetCall',
    ]);
    expect(desk.asks('call:end')[0]?.payload).toEqual({ callId: callId('1') });
    expect(desk.screen.remarks).toMatchObject([{ kind: 'callEnded', durationMs: 42_000 }]);
  });

  test('the server’s duration corrects what is shown', () => {
    const desk = Desk.talking();
    desk.current.hangUp?.();
    desk.ok('call:end', adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(desk.screen.remarks).toMatchObject([{ kind: 'callEnded', durationMs: 7_500 }]);
  });

  test('offline: told once the server is back, with how long ago it was', () => {
    const desk = Desk.talking();
    desk.detach();
    desk.current.hangUp?.();
    expect(desk.screen.current).toBeNull();
    expect(desk.asked).toEqual([]);
    desk.pass(12_000);
    desk.attach([adaToGrace(activeBy(graceDevice))]);
    expect(desk.asks('call:end')[0]?.payload).toEqual({ callId: callId('1'), endedAgoMs: 12_000 });
    expect(desk.screen.current).toBeNull();
  });

  test('the connection breaks with the hang-up on its way: it is told again until it is answered', () => {
    const desk = Desk.talking();
    desk.current.hangUp?.();
    desk.detach();
    desk.no('call:end', 'offline');
    desk.attach([adaToGrace(activeBy(graceDevice))]);
    desk.no('call:end', 'unavailable');
    desk.pass(2_000);
    expect(desk.asks('call:end')).toHaveLength(3);
    desk.ok('call:end', adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    desk.pass(60_000);
    expect(desk.asks('call:end')).toHaveLength(3);
    expect(desk.state.ends).toEqual([]);
  });

  test.each(['ended', 'answeredElsewhere', 'notFound', 'forbidden'] as const)(
    'the server says %s: there is nothing more to tell',
    (code) => {
      const desk = Desk.talking();
      desk.current.hangUp?.();
      desk.no('call:end', code);
      expect(desk.state.ends).toEqual([]);
    },
  );

  test('after ten minutes without the server there is no use in telling it', () => {
    const desk = Desk.talking();
    desk.detach();
    desk.current.hangUp?.();
    desk.pass(600_000);
    desk.attach();
    expect(desk.asked).toEqual([]);
  });

  test('in a call that was answered but never connected: zero seconds', () => {
    const desk = Desk.online();
    desk.push(graceToAda());
    desk.accept(graceToAda());
    desk.ok('call:accept', graceToAda(answeredBy(adaHere)));
    desk.current.hangUp?.();
    expect(desk.screen.remarks).toMatchObject([{ kind: 'callEnded', durationMs: 0 }]);
  });
});

describe('the other one hangs up', () => {
  test('heard past the server: over at once, and the server hears whose doing it was', () => {
    const desk = Desk.talking();
    desk.path({ type: 'message', message: { kind: 'ended', callId: callId('1'), agoMs: 300 } });
    expect(desk.screen.current).toBeNull();
    expect(desk.remarks).toEqual(['callEnded']);
    expect(desk.asks('call:end')[0]?.payload).toEqual({
      callId: callId('1'),
      endedAgoMs: 300,
      peerEnded: true,
    });
    expect(desk.stopped).toHaveLength(1);
    expect(desk.count('tell')).toBe(0);
  });

  test('they mean another call: nothing happens', () => {
    const desk = Desk.talking();
    desk.path({ type: 'message', message: { kind: 'ended', callId: callId('4'), agoMs: 0 } });
    expect(desk.status).toBe('talking');
  });

  test('heard from the server: over, with its duration, and no dialog', () => {
    const desk = Desk.talking();
    desk.push(adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(desk.screen).toMatchObject({
      current: null,
      outcome: null,
      remarks: [{ kind: 'callEnded', durationMs: 7_500 }],
    });
  });
});

describe('leaving', () => {
  test('the page goes away: media stops, and nobody hangs up', () => {
    const desk = Desk.talking();
    desk.happens({ type: 'pageHidden' });
    expect(desk.effects.map(({ type }) => type)).toEqual(['closePath', 'stopTrack']);
  });

  test('signed out by the server: everything is let go of', () => {
    const desk = Desk.talking();
    desk.happens({ type: 'signedOut' });
    expect(desk.effects.map(({ type }) => type)).toEqual(['stopTrack', 'closePath', 'forgetCall']);
    expect(desk.screen).toMatchObject({ current: null, cannotPlace: 'offline', remarks: [] });
  });
});
