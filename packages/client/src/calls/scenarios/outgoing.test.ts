import { describe, expect, test } from 'vitest';
import {
  Desk,
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
    const desk = Desk.online();
    desk.happens({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    expect(desk.status).toBe('calling');
    expect(desk.current.cancel).toBeDefined();
    desk.happens({ type: 'permissionKnown', key: callId('1'), permission: 'granted' });
    expect(desk.asked).toEqual(['call:place']);
    expect(desk.count('openInput')).toBe(1);
  });

  test('the browser asks for the microphone: it comes before the call', () => {
    const desk = Desk.online();
    desk.happens({ type: 'placePressed', callId: callId('1'), to: grace, media: 'video' });
    desk.happens({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    expect(desk.status).toBe('askingMicrophone');
    expect(desk.asked).toEqual([]);
    desk.opens('audio');
    expect(desk.status).toBe('calling');
    expect(desk.asked).toEqual(['call:place']);
    expect(desk.count('openInput')).toBe(2);
  });

  test('the microphone is refused: the call is placed all the same, listening only', () => {
    const desk = Desk.online();
    desk.happens({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    desk.happens({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    desk.refuses('audio');
    expect(desk.asked).toEqual(['call:place']);
    expect(desk.current.microphone).toEqual({ state: 'none', failure: 'notAllowed' });
  });

  test('canceled while the browser asks: the server never hears of it, and a late microphone is closed at once', () => {
    const desk = Desk.online();
    desk.happens({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    desk.happens({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    desk.current.cancel?.();
    expect(desk.screen.current).toBeNull();
    expect(desk.remarks).toEqual(['canceled']);
    const track = desk.opens('audio');
    expect(desk.stopped).toEqual([track]);
    expect(desk.asked).toEqual([]);
  });

  test('offline there is no place, and it says why', () => {
    const desk = Desk.offline();
    expect(desk.screen).toMatchObject({ cannotPlace: 'offline' });
    desk.place();
    expect(desk.screen.current).toBeNull();
  });

  test('in a call there is no second one', () => {
    const desk = Desk.online();
    desk.place();
    expect(desk.screen).toMatchObject({ cannotPlace: 'inCall' });
    desk.place(ada, 'audio', callId('7'));
    expect(desk.current.id).toBe(callId('1'));
  });

  test('the status follows the ringing devices: it says calling again when the last one goes away', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.push(adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] }));
    expect(desk.status).toBe('ringing');
    desk.push(adaToGrace({ version: 3, phase: 'ringing', ringing: [] }));
    expect(desk.status).toBe('calling');
    expect(desk.current.phase).toBe('ringing');
  });

  test('news that is older than what is known changes nothing', () => {
    const desk = Desk.online();
    desk.place();
    desk.push(adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] }));
    desk.ok('call:place', adaToGrace());
    expect(desk.status).toBe('ringing');
  });

  test.each(['conflict', 'tooMany', 'notFound', 'badRequest'] as const)(
    'the server says %s: the call goes, and the screen says why',
    (code) => {
      const desk = Desk.online();
      desk.place();
      const track = desk.opens('audio');
      desk.no('call:place', code);
      expect(desk.screen.current).toBeNull();
      expect(desk.remarks).toEqual(['refused']);
      expect(desk.stopped).toEqual([track]);
    },
  );

  test('no answer from the server: it is asked again under the same id, so that one call is placed at most', () => {
    const desk = Desk.online();
    desk.place();
    desk.no('call:place', 'unavailable');
    desk.pass(1_000);
    expect(desk.asks('call:place').map((ask) => ask.payload.callId)).toEqual([callId('1'), callId('1')]);
    desk.ok('call:place', adaToGrace());
    expect(desk.status).toBe('calling');
  });

  test('the acknowledgement was lost with the connection: hello tells that the call is there', () => {
    const desk = Desk.online();
    desk.place();
    desk.detach();
    desk.no('call:place', 'offline');
    desk.clear();
    desk.attach([adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] })]);
    expect(desk.status).toBe('ringing');
    expect(desk.asked).toEqual([]);
  });

  test('the placement was lost with the connection: it is made again when the server is back', () => {
    const desk = Desk.online();
    desk.place();
    desk.detach();
    desk.no('call:place', 'offline');
    desk.clear();
    desk.attach();
    expect(desk.asks('call:place')).toHaveLength(1);
  });

  test('nobody knows for half a minute what became of a placement: it is given up, and undone should it exist', () => {
    const desk = Desk.online();
    desk.place();
    desk.detach();
    desk.no('call:place', 'offline');
    desk.pass(31_000);
    expect(desk.screen.current).toBeNull();
    expect(desk.remarks).toEqual(['refused']);
    desk.clear();
    desk.attach([adaToGrace()]);
    expect(desk.asked).toEqual(['call:end']);
    expect(desk.screen.current).toBeNull();
  });
});

describe('endings of a call that nobody answered', () => {
  const endings = ['noAnswer', 'unreachable', 'declined', 'busy'] as const;

  test.each(endings)('%s: a dialog, from which one can call again', (reason) => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.push(adaToGrace(endedBy({ reason })));
    expect(desk.screen.current).toBeNull();
    expect(desk.screen.outcome).toMatchObject({ reason, peer: grace, media: 'audio' });
    desk.screen.outcome?.callAgain?.();
    expect(desk.status).toBe('calling');
    expect(desk.screen.outcome).toBeNull();
  });

  test('busy right away, in the answer to the placement', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace(endedBy({ reason: 'busy' }, 2)));
    expect(desk.screen.outcome?.reason).toBe('busy');
  });

  test('the dialog is closed, and stays closed', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.push(adaToGrace(endedBy({ reason: 'declined' })));
    desk.screen.outcome?.close();
    desk.push(adaToGrace(endedBy({ reason: 'declined' }, 10)));
    expect(desk.screen.outcome).toBeNull();
  });

  test('the server ended it as canceled, since this device was away for too long: a word, no dialog', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.detach();
    desk.attach();
    expect(desk.asks('call:get')).toHaveLength(1);
    desk.ok('call:get', adaToGrace(endedBy({ reason: 'canceled' })));
    expect(desk.screen.outcome).toBeNull();
    expect(desk.remarks).toEqual(['canceled']);
  });
});

describe('both call each other at once', () => {
  test('their call does not ring here while my placement is on its way', () => {
    const desk = Desk.online();
    desk.place();
    desk.push(graceToAda());
    expect(desk.screen.incoming).toBeNull();
    expect(desk.asked).toEqual(['call:place']);
  });

  test('my placement becomes the answer to theirs: this device is in their call, and talks', () => {
    const desk = Desk.online();
    desk.place(grace, 'video');
    desk.push(graceToAda());
    desk.ok('call:place', graceToAda(answeredBy(adaHere)));
    expect(desk.current).toMatchObject({ id: callId('2'), status: { kind: 'connecting' } });
    expect(desk.effects).toContainEqual({
      type: 'openPath',
      callId: callId('2'),
      role: 'callee',
      peerDeviceId: graceDevice,
      warm: 'all',
    });
    expect(desk.screen.incoming).toBeNull();
  });

  test('the push of their answered call is faster than the answer to my placement', () => {
    const desk = Desk.online();
    desk.place();
    desk.push(graceToAda(answeredBy(adaHere)));
    expect(desk.current.id).toBe(callId('2'));
    desk.ok('call:place', graceToAda(answeredBy(adaHere)));
    expect(desk.count('openPath')).toBe(1);
  });

  test('the inputs that were opened for my own call serve the other', () => {
    const desk = Desk.online();
    desk.place(grace, 'video');
    desk.ok('call:place', graceToAda(answeredBy(adaHere)));
    const microphone = desk.opens('audio');
    const camera = desk.opens('video');
    expect(desk.effects).toContainEqual({
      type: 'send',
      callId: callId('2'),
      tracks: { audio: microphone, video: camera },
    });
  });

  test('my placement fails: then theirs rings here', () => {
    const desk = Desk.online();
    desk.place();
    desk.push(graceToAda());
    desk.no('call:place', 'tooMany');
    expect(desk.screen.incoming?.peer).toEqual(grace);
    expect(desk.asked).toEqual(['call:place', 'call:ringing']);
  });

  test('they call while the browser still asks for my microphone: mine is placed at once', () => {
    const desk = Desk.online();
    desk.happens({ type: 'placePressed', callId: callId('1'), to: grace, media: 'audio' });
    desk.happens({ type: 'permissionKnown', key: callId('1'), permission: 'prompt' });
    desk.push(graceToAda());
    expect(desk.asked).toEqual(['call:place']);
    expect(desk.screen.incoming).toBeNull();
  });

  test('another device of mine was their answer: this one hears of it as of any other', () => {
    const desk = Desk.online();
    desk.push(graceToAda());
    desk.push(graceToAda(answeredBy(adaElsewhere)));
    expect(desk.screen.incoming).toBeNull();
    expect(desk.remarks).toEqual(['answeredElsewhere']);
  });

  test('canceled before the server has said anything: theirs neither rings nor comes back', () => {
    const desk = Desk.online();
    desk.place();
    desk.push(graceToAda());
    desk.current.cancel?.();
    expect(desk.screen.incoming).toBeNull();
    desk.push(graceToAda(answeredBy(adaHere)));
    desk.ok('call:place', graceToAda(answeredBy(adaHere)));
    expect(desk.screen.current).toBeNull();
    desk.ok('call:end', graceToAda({ ...answeredBy(adaHere), ...endedBy({ reason: 'hungUp' }) }));
    desk.push(graceToAda({ ...answeredBy(adaHere), ...endedBy({ reason: 'hungUp' }, 10) }));
    expect(desk.screen).toMatchObject({ current: null, incoming: null, outcome: null });
    expect(desk.remarks).toEqual(['canceled']);
    expect(desk.count('openPath')).toBe(0);
  });

  test('canceled, and only then it turns out to be theirs that already rang: it stops, for good', () => {
    const desk = Desk.online();
    desk.place();
    desk.push(graceToAda());
    desk.current.cancel?.();
    desk.no('call:end', 'notFound');
    expect(desk.screen.incoming).not.toBeNull();
    desk.ok('call:place', graceToAda(answeredBy(adaHere)));
    expect(desk.screen.incoming).toBeNull();
  });

  test('canceled before the server has said anything, and theirs was another call after all: then it rings', () => {
    const desk = Desk.online();
    desk.place();
    desk.push(graceToAda());
    desk.current.cancel?.();
    desk.ok('call:end', adaToGrace(endedBy({ reason: 'canceled' })));
    expect(desk.screen.incoming?.id).toBe(callId('2'));
  });
});

describe('somebody else calls meanwhile', () => {
  test('while my own call is not answered, theirs rings here', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.push(kayToAda());
    expect(desk.screen.incoming?.id).toBe(callId('3'));
  });

  test('it is accepted: my own call is taken back first, and the server told in this order', () => {
    const desk = Desk.online();
    desk.place();
    const first = desk.opens('audio');
    desk.ok('call:place', adaToGrace());
    desk.push(kayToAda());
    desk.clear();
    desk.screen.incoming?.accept();
    expect(desk.asked).toEqual(['call:end', 'call:accept']);
    expect(desk.stopped).toEqual([first]);
    expect(desk.current).toMatchObject({ id: callId('3'), status: { kind: 'connecting' } });
  });

  test('the server still held my own call: the answer is repeated', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.push(kayToAda());
    desk.screen.incoming?.accept();
    desk.ok('call:end', adaToGrace(endedBy({ reason: 'canceled' })));
    desk.no('call:accept', 'conflict');
    desk.pass(1_000);
    expect(desk.asks('call:accept')).toHaveLength(2);
    desk.ok('call:accept', kayToAda(answeredBy(adaHere)));
    expect(desk.count('openPath')).toBe(1);
  });
});
