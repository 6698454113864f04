import { describe, expect, test } from 'vitest';
import {
  ada,
  adaElsewhere,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  CallsHarness,
  endedBy,
  grace,
  graceDevice,
  graceToAda,
  kayToAda,
} from './callsHarness.testing.ts';

test('the callee asks what it is about: the user says it once, and sees what they said', () => {
  const harness = CallsHarness.online();
  harness.place();
  harness.resolve('call:place', adaToGrace());
  harness.push(adaToGrace({ version: 2, phase: 'ringing', asked: true }));
  expect(harness.current).not.toHaveProperty('reason');
  harness.current.giveReason?.('A parcel');
  expect(harness.requests('call:giveReason')).toMatchObject([{ payload: { reason: 'A parcel' } }]);
  harness.resolve(
    'call:giveReason',
    adaToGrace({ version: 3, phase: 'ringing', asked: true, reason: 'A parcel' }),
  );
  expect(harness.current).toMatchObject({ reason: 'A parcel' });
  expect(harness.current).not.toHaveProperty('giveReason');
});

describe('placing a call', () => {
  test('shows the call at once, and requests it in the same turn if the permission is granted', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    expect(harness.status).toBe('calling');
    expect(harness.current.cancel).toBeDefined();
    harness.dispatch({ type: 'permissionKnown', key: callId('1'), permission: 'granted' });
    expect(harness.requestNames).toEqual(['call:place']);
    expect(harness.count('openInput')).toBe(1);
  });

  test('waits for the microphone prompt of the browser', () => {
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

  test('places the call in listen-only mode if the microphone is refused', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    harness.dispatch({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    harness.failInput('audio');
    expect(harness.requestNames).toEqual(['call:place']);
    expect(harness.current.microphone).toEqual({ state: 'none', failure: 'notAllowed' });
  });

  test('canceled during the prompt: requests nothing, and closes the late microphone', () => {
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

  test('is not possible offline, which the screen says', () => {
    const harness = CallsHarness.offline();
    expect(harness.screen).toMatchObject({ cannotPlace: 'offline' });
    harness.place();
    expect(harness.screen.current).toBeNull();
  });

  test('is not possible during a call', () => {
    const harness = CallsHarness.online();
    harness.place();
    expect(harness.screen).toMatchObject({ cannotPlace: 'inCall' });
    harness.place(ada, 'audio', callId('7'));
    expect(harness.current.id).toBe(callId('1'));
  });

  test('follows the ringing devices in its status, back to calling when the last one stops', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] }));
    expect(harness.status).toBe('ringing');
    harness.push(adaToGrace({ version: 3, phase: 'ringing', ringing: [] }));
    expect(harness.status).toBe('calling');
    expect(harness.current.phase).toBe('ringing');
  });

  test('ignores an update that is older than the known one', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] }));
    harness.resolve('call:place', adaToGrace());
    expect(harness.status).toBe('ringing');
  });

  test.each(['conflict', 'tooMany', 'notFound', 'badRequest'] as const)(
    'the server says %s: leaves and shows why',
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

  test('without a response: repeats the request with the same id, so that at most one call is placed', () => {
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

  test('the response was lost with the connection: the hello lists the call', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.detach();
    harness.reject('call:place', 'offline');
    harness.clear();
    harness.attach([adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] })]);
    expect(harness.status).toBe('ringing');
    expect(harness.requestNames).toEqual([]);
  });

  test('the request was lost with the connection: repeats it when the server is back', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.detach();
    harness.reject('call:place', 'offline');
    harness.clear();
    harness.attach();
    expect(harness.requests('call:place')).toHaveLength(1);
  });

  test('gives up after half a minute without an outcome, and ends the call should it exist', () => {
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

describe('endings of an unanswered call', () => {
  const endings = ['noAnswer', 'unreachable', 'declined', 'busy'] as const;

  test.each(endings)('%s: shows a dialog that offers to call again', (reason) => {
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

  test('busy in the response to the placement', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace(endedBy({ reason: 'busy' }, 2)));
    expect(harness.screen.outcome?.reason).toBe('busy');
  });

  test('keeps the dialog closed once it was closed', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace(endedBy({ reason: 'declined' })));
    harness.screen.outcome?.close();
    harness.push(adaToGrace(endedBy({ reason: 'declined' }, 10)));
    expect(harness.screen.outcome).toBeNull();
  });

  test('canceled by the server because this device was away for too long: shows a toast without a dialog', () => {
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
  test('does not ring for their call while the placement is under way', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    expect(harness.screen.incoming).toBeNull();
    expect(harness.requestNames).toEqual(['call:place']);
  });

  test('the placement becomes the answer to their call, and this device is in it', () => {
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

  test('the push of their answered call arrives before the response to the placement', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda(answeredBy(adaHere)));
    expect(harness.current.id).toBe(callId('2'));
    harness.resolve('call:place', graceToAda(answeredBy(adaHere)));
    expect(harness.count('openMediaSession')).toBe(1);
  });

  test('uses the inputs that were opened for the placement', () => {
    const harness = CallsHarness.online();
    harness.place(grace, 'video');
    harness.resolve('call:place', graceToAda(answeredBy(adaHere)));
    const microphone = harness.openInput('audio');
    const camera = harness.openInput('video');
    expect(harness.effects.findLast(({ type }) => type === 'sendTracks')).toMatchObject({
      callId: callId('2'),
      tracks: { audio: microphone, video: camera },
    });
  });

  test('the placement fails: their call rings', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    harness.reject('call:place', 'tooMany');
    expect(harness.screen.incoming?.peer).toEqual(grace);
    expect(harness.requestNames).toEqual(['call:place', 'call:ringing']);
  });

  test('they call during the microphone prompt: places the call at once', () => {
    const harness = CallsHarness.online();
    harness.dispatch({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    harness.dispatch({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    harness.push(graceToAda());
    expect(harness.requestNames).toEqual(['call:place']);
    expect(harness.screen.incoming).toBeNull();
  });

  test('another device of the user was the answer: leaves as after any answer elsewhere', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.push(graceToAda(answeredBy(adaElsewhere)));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.toasts).toEqual(['answeredElsewhere']);
  });

  test('canceled before any response: their call neither rings nor comes back', () => {
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

  test('canceled, and only then the placement becomes their ringing call: stops it for good', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    harness.current.cancel?.();
    harness.reject('call:end', 'notFound');
    expect(harness.screen.incoming).not.toBeNull();
    harness.resolve('call:place', graceToAda(answeredBy(adaHere)));
    expect(harness.screen.incoming).toBeNull();
  });

  test('canceled before any response, and theirs is a different call: it rings', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    harness.current.cancel?.();
    harness.resolve('call:end', adaToGrace(endedBy({ reason: 'canceled' })));
    expect(harness.screen.incoming?.id).toBe(callId('2'));
  });
});

describe('another person calls meanwhile', () => {
  test('rings while the own call is unanswered', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(kayToAda());
    expect(harness.screen.incoming?.id).toBe(callId('3'));
  });

  test('accepted: cancels the own call first, and requests in this order', () => {
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

  test('the server still holds the own call: repeats the accept', () => {
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
