import { describe, expect, test } from 'vitest';
import {
  CallsHarness,
  ada,
  adaElsewhere,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  endedBy,
  grace,
  graceDevice,
  graceToAda,
  kayToAda,
} from './callsHarness.testing.ts';

describe('placing a call', () => {
  test('with permission known, the call is on the screen at once and the server asked in the same breath', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    expect(harness.status).toBe('calling');
    expect(harness.current.cancel).toBeDefined();
    harness.dispatch({ type: 'permissionKnown', key: callId('1'), permission: 'granted' });
    expect(harness.requestNames).toEqual(['call:place']);
    expect(harness.count('openInput')).toBe(1);
  });

  test('the browser asks for the microphone: it comes before the call', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'placePressed', callId: callId('1'), to: grace, media: 'video' });
    harness.dispatch({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    expect(harness.status).toBe('askingMicrophone');
    expect(harness.requestNames).toEqual([]);
    harness.openInput('audio');
    expect(harness.status).toBe('calling');
    expect(harness.requestNames).toEqual(['call:place']);
    expect(harness.count('openInput')).toBe(2);
  });

  test('the microphone is refused: the call is placed all the same, listening only', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    harness.dispatch({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    harness.failInput('audio');
    expect(harness.requestNames).toEqual(['call:place']);
    expect(harness.current.microphone).toEqual({ state: 'none', failure: 'notAllowed' });
  });

  test('canceled while the browser asks: the server never hears of it, and a late microphone is closed at once', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    harness.dispatch({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    harness.current.cancel?.();
    expect(harness.screen.current).toBeNull();
    expect(harness.toasts).toEqual(['canceled']);
    const track = harness.openInput('audio');
    expect(harness.stopped).toEqual([track]);
    expect(harness.requestNames).toEqual([]);
  });

  test('offline there is no place, and it says why', () => {
    const harness = CallsHarness.offline();
    expect(harness.screen).toMatchObject({ cannotPlace: 'offline' });
    harness.place();
    expect(harness.screen.current).toBeNull();
  });

  test('in a call there is no second one', () => {
    const harness = CallsHarness.online();
    harness.place();
    expect(harness.screen).toMatchObject({ cannotPlace: 'inCall' });
    harness.place(ada, 'audio', callId('7'));
    expect(harness.current.id).toBe(callId('1'));
  });

  test('the status follows the ringing devices: it says calling again when the last one goes away', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] }));
    expect(harness.status).toBe('ringing');
    harness.push(adaToGrace({ version: 3, phase: 'ringing', ringing: [] }));
    expect(harness.status).toBe('calling');
    expect(harness.current.phase).toBe('ringing');
  });

  test('news that is older than what is known changes nothing', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] }));
    harness.resolve('call:place', adaToGrace());
    expect(harness.status).toBe('ringing');
  });

  test.each(['conflict', 'tooMany', 'notFound', 'badRequest'] as const)(
    'the server says %s: the call goes, and the screen says why',
    (code) => {
      const harness = CallsHarness.online();
      harness.place();
      const track = harness.openInput('audio');
      harness.reject('call:place', code);
      expect(harness.screen.current).toBeNull();
      expect(harness.toasts).toEqual(['refused']);
      expect(harness.stopped).toEqual([track]);
    },
  );

  test('no answer from the server: it is asked again under the same id, so that one call is placed at most', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.reject('call:place', 'unavailable');
    harness.advance(1_000);
    expect(harness.requests('call:place').map((request) => request.payload.callId)).toEqual([
      callId('1'),
      callId('1'),
    ]);
    harness.resolve('call:place', adaToGrace());
    expect(harness.status).toBe('calling');
  });

  test('the acknowledgement was lost with the connection: hello tells that the call is there', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.detach();
    harness.reject('call:place', 'offline');
    harness.clear();
    harness.attach([adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] })]);
    expect(harness.status).toBe('ringing');
    expect(harness.requestNames).toEqual([]);
  });

  test('the placement was lost with the connection: it is made again when the server is back', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.detach();
    harness.reject('call:place', 'offline');
    harness.clear();
    harness.attach();
    expect(harness.requests('call:place')).toHaveLength(1);
  });

  test('nobody knows for half a minute what became of a placement: it is given up, and undone should it exist', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.detach();
    harness.reject('call:place', 'offline');
    harness.advance(31_000);
    expect(harness.screen.current).toBeNull();
    expect(harness.toasts).toEqual(['refused']);
    harness.clear();
    harness.attach([adaToGrace()]);
    expect(harness.requestNames).toEqual(['call:end']);
    expect(harness.screen.current).toBeNull();
  });
});

describe('endings of a call that nobody answered', () => {
  const endings = ['noAnswer', 'unreachable', 'declined', 'busy'] as const;

  test.each(endings)('%s: a dialog, from which one can call again', (reason) => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace(endedBy({ reason })));
    expect(harness.screen.current).toBeNull();
    expect(harness.screen.outcome).toMatchObject({ reason, peer: grace, media: 'audio' });
    harness.screen.outcome?.callAgain?.();
    expect(harness.status).toBe('calling');
    expect(harness.screen.outcome).toBeNull();
  });

  test('busy right away, in the answer to the placement', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace(endedBy({ reason: 'busy' }, 2)));
    expect(harness.screen.outcome?.reason).toBe('busy');
  });

  test('the dialog is closed, and stays closed', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace(endedBy({ reason: 'declined' })));
    harness.screen.outcome?.close();
    harness.push(adaToGrace(endedBy({ reason: 'declined' }, 10)));
    expect(harness.screen.outcome).toBeNull();
  });

  test('the server ended it as canceled, since this device was away for too long: a word, no dialog', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.detach();
    harness.attach();
    expect(harness.requests('call:get')).toHaveLength(1);
    harness.resolve('call:get', adaToGrace(endedBy({ reason: 'canceled' })));
    expect(harness.screen.outcome).toBeNull();
    expect(harness.toasts).toEqual(['canceled']);
  });
});

describe('both call each other at once', () => {
  test('their call does not ring here while my placement is on its way', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    expect(harness.screen.incoming).toBeNull();
    expect(harness.requestNames).toEqual(['call:place']);
  });

  test('my placement becomes the answer to theirs: this device is in their call, and talks', () => {
    const harness = CallsHarness.online();
    harness.place(grace, 'video');
    harness.push(graceToAda());
    harness.resolve('call:place', graceToAda(answeredBy(adaHere)));
    expect(harness.current).toMatchObject({ id: callId('2'), status: { kind: 'connecting' } });
    expect(harness.effects).toContainEqual({
      type: 'openMediaSession',
      callId: callId('2'),
      role: 'callee',
      peerDeviceId: graceDevice,
      warm: 'all',
    });
    expect(harness.screen.incoming).toBeNull();
  });

  test('the push of their answered call is faster than the answer to my placement', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda(answeredBy(adaHere)));
    expect(harness.current.id).toBe(callId('2'));
    harness.resolve('call:place', graceToAda(answeredBy(adaHere)));
    expect(harness.count('openMediaSession')).toBe(1);
  });

  test('the inputs that were opened for my own call serve the other', () => {
    const harness = CallsHarness.online();
    harness.place(grace, 'video');
    harness.resolve('call:place', graceToAda(answeredBy(adaHere)));
    const microphone = harness.openInput('audio');
    const camera = harness.openInput('video');
    expect(harness.effects).toContainEqual({
      type: 'sendTracks',
      callId: callId('2'),
      tracks: { audio: microphone, video: camera },
    });
  });

  test('my placement fails: then theirs rings here', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    harness.reject('call:place', 'tooMany');
    expect(harness.screen.incoming?.peer).toEqual(grace);
    expect(harness.requestNames).toEqual(['call:place', 'call:ringing']);
  });

  test('they call while the browser still asks for my microphone: mine is placed at once', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    harness.dispatch({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    harness.push(graceToAda());
    expect(harness.requestNames).toEqual(['call:place']);
    expect(harness.screen.incoming).toBeNull();
  });

  test('another device of mine was their answer: this one hears of it as of any other', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.push(graceToAda(answeredBy(adaElsewhere)));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.toasts).toEqual(['answeredElsewhere']);
  });

  test('canceled before the server has said anything: theirs neither rings nor comes back', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    harness.current.cancel?.();
    expect(harness.screen.incoming).toBeNull();
    harness.push(graceToAda(answeredBy(adaHere)));
    harness.resolve('call:place', graceToAda(answeredBy(adaHere)));
    expect(harness.screen.current).toBeNull();
    harness.resolve('call:end', graceToAda({ ...answeredBy(adaHere), ...endedBy({ reason: 'hungUp' }) }));
    harness.push(graceToAda({ ...answeredBy(adaHere), ...endedBy({ reason: 'hungUp' }, 10) }));
    expect(harness.screen).toMatchObject({ current: null, incoming: null, outcome: null });
    expect(harness.toasts).toEqual(['canceled']);
    expect(harness.count('openMediaSession')).toBe(0);
  });

  test('canceled, and only then it turns out to be theirs that already rang: it stops, for good', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    harness.current.cancel?.();
    harness.reject('call:end', 'notFound');
    expect(harness.screen.incoming).not.toBeNull();
    harness.resolve('call:place', graceToAda(answeredBy(adaHere)));
    expect(harness.screen.incoming).toBeNull();
  });

  test('canceled before the server has said anything, and theirs was another call after all: then it rings', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    harness.current.cancel?.();
    harness.resolve('call:end', adaToGrace(endedBy({ reason: 'canceled' })));
    expect(harness.screen.incoming?.id).toBe(callId('2'));
  });
});

describe('somebody else calls meanwhile', () => {
  test('while my own call is not answered, theirs rings here', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(kayToAda());
    expect(harness.screen.incoming?.id).toBe(callId('3'));
  });

  test('it is accepted: my own call is taken back first, and the server told in this order', () => {
    const harness = CallsHarness.online();
    harness.place();
    const first = harness.openInput('audio');
    harness.resolve('call:place', adaToGrace());
    harness.push(kayToAda());
    harness.clear();
    harness.screen.incoming?.accept();
    expect(harness.requestNames).toEqual(['call:end', 'call:accept']);
    expect(harness.stopped).toEqual([first]);
    expect(harness.current).toMatchObject({ id: callId('3'), status: { kind: 'connecting' } });
  });

  test('the server still held my own call: the answer is repeated', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(kayToAda());
    harness.screen.incoming?.accept();
    harness.resolve('call:end', adaToGrace(endedBy({ reason: 'canceled' })));
    harness.reject('call:accept', 'conflict');
    harness.advance(1_000);
    expect(harness.requests('call:accept')).toHaveLength(2);
    harness.resolve('call:accept', kayToAda(answeredBy(adaHere)));
    expect(harness.count('openMediaSession')).toBe(1);
  });
});
