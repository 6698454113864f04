import { describe, expect, test } from 'vitest';
import {
  Desk,
  activeBy,
  ada,
  adaElsewhere,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  direct,
  endedBy,
  grace,
  graceDevice,
  graceToAda,
  linkId,
} from './callsHarness.testing.ts';

const relayed = { path: 'relay', transport: 'tcp' } as const;

describe('a call that connects', () => {
  test('from connecting to the running time, with its route; the server is told of the link', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.push(adaToGrace(answeredBy(graceDevice)));
    expect(desk.current).toMatchObject({ phase: 'connecting', status: { kind: 'connecting' }, route: null });
    desk.linkUp();
    expect(desk.current).toMatchObject({ phase: 'active', status: { kind: 'talking' }, route: direct });
    expect(desk.asks('call:linkUp')[0]?.payload).toEqual({
      callId: callId('1'),
      linkId: linkId('11'),
      route: direct,
    });
  });

  test('the running time is the server’s, so that both sides show the same', () => {
    const desk = Desk.talking();
    const connectedAt = activeBy(graceDevice).connectedAt;
    expect(desk.current.status).toEqual({ kind: 'talking', sinceMs: connectedAt });
  });

  test('the other side has media and this one has none yet: still connecting', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.push(adaToGrace(activeBy(graceDevice)));
    expect(desk.status).toBe('connecting');
  });

  test('media never comes up: a dialog on both sides', () => {
    const caller = Desk.online();
    caller.place();
    caller.ok('call:place', adaToGrace());
    caller.push(adaToGrace(answeredBy(graceDevice)));
    const failed = endedBy({ reason: 'connectFailed', cause: 'iceFailed' });
    caller.push(adaToGrace({ ...answeredBy(graceDevice), ...failed }));
    expect(caller.screen.outcome).toMatchObject({ reason: 'connectFailed', cause: 'iceFailed' });
    const callee = Desk.online();
    callee.push(graceToAda());
    callee.accept(graceToAda());
    callee.ok('call:accept', graceToAda(answeredBy(adaHere)));
    callee.push(graceToAda({ ...answeredBy(adaHere), ...failed }));
    expect(callee.screen.outcome).toMatchObject({ reason: 'connectFailed', peer: grace });
    expect(callee.count('closePath')).toBe(1);
  });
});

describe('a call whose media stops', () => {
  test('reconnecting while nothing comes in, and back; the server hears both', () => {
    const desk = Desk.talking();
    desk.path({ type: 'down', linkId: linkId('11'), cause: 'silent' });
    expect(desk.current).toMatchObject({ phase: 'reconnecting', status: { kind: 'reconnecting' } });
    expect(desk.current.route).toEqual(direct);
    desk.path({ type: 'up', linkId: linkId('12'), route: relayed });
    expect(desk.current).toMatchObject({ status: { kind: 'talking' }, route: relayed });
    expect(desk.asked).toEqual(['call:linkDown', 'call:linkUp']);
  });

  test('their page went away: it says that one waits', () => {
    const desk = Desk.talking();
    desk.push(adaToGrace({ ...activeBy(graceDevice, 5), phase: 'reconnecting', away: [grace.id] }));
    expect(desk.status).toBe('talking');
    desk.path({ type: 'down', linkId: linkId('11'), cause: 'peerClosed' });
    expect(desk.status).toBe('waiting');
  });

  test('lost for good: a dialog, inputs and path let go of', () => {
    const desk = Desk.talking();
    const lost = endedBy({ reason: 'connectionLost', cause: 'silent' });
    desk.push(adaToGrace({ ...activeBy(graceDevice), ...lost }));
    expect(desk.screen.outcome).toMatchObject({ reason: 'connectionLost', cause: 'silent' });
    expect(desk.count('closePath')).toBe(1);
    expect(desk.stopped).toHaveLength(1);
  });

  test('while media comes in and the server knows it, nobody asks; while it does not, every five seconds', () => {
    const desk = Desk.talking();
    desk.pass(60_000);
    expect(desk.asked).toEqual([]);
    desk.path({ type: 'down', linkId: linkId('11'), cause: 'silent' });
    desk.clear();
    desk.pass(10_000);
    expect(desk.asks('call:get')).toHaveLength(2);
  });

  test('the server did not hear of the link: it is told again', () => {
    const desk = Desk.talking();
    desk.path({ type: 'up', linkId: linkId('12'), route: relayed });
    desk.no('call:linkUp', 'unavailable');
    desk.pass(5_000);
    expect(desk.asks('call:linkUp')).toHaveLength(2);
  });

  test('what an older path says does not touch the call of now', () => {
    const desk = Desk.talking();
    desk.path({ type: 'down', linkId: linkId('9'), cause: 'silent' }, callId('8'));
    expect(desk.status).toBe('talking');
  });
});

describe('the server is away during a call', () => {
  test('media goes on and so does the call; afterwards hello named the link, and nothing need be said', () => {
    const desk = Desk.talking();
    desk.detach();
    desk.pass(20_000);
    expect(desk.status).toBe('talking');
    const carried = [{ callId: callId('1'), linkId: linkId('11'), route: direct }];
    desk.attach([adaToGrace(activeBy(graceDevice, 7))], carried);
    expect(desk.asked).toEqual([]);
    expect(desk.count('signalingIsBack')).toBe(1);
  });

  test('the link changed meanwhile: the server is told', () => {
    const desk = Desk.talking();
    desk.detach();
    desk.path({ type: 'up', linkId: linkId('12'), route: relayed });
    expect(desk.asked).toEqual([]);
    desk.attach([adaToGrace(activeBy(graceDevice, 7))]);
    expect(desk.asks('call:linkUp')[0]?.payload.linkId).toBe(linkId('12'));
  });

  test('the call ended meanwhile: it is asked for, and goes', () => {
    const desk = Desk.talking();
    desk.detach();
    desk.attach();
    desk.ok('call:get', adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(desk.screen.current).toBeNull();
    expect(desk.remarks).toEqual(['callEnded']);
  });
});

describe('the page was loaded anew', () => {
  test('in an answered call: it goes back in by itself, with a path and inputs of its own', () => {
    const desk = Desk.offline();
    desk.attach([graceToAda({ ...activeBy(adaHere), phase: 'reconnecting', media: 'video' })]);
    expect(desk.current).toMatchObject({ status: { kind: 'reconnecting' }, direction: 'incoming' });
    expect(desk.count('openPath')).toBe(1);
    expect(desk.count('openInput')).toBe(1);
    desk.linkUp(linkId('21'));
    expect(desk.status).toBe('talking');
  });

  test('the server tells of the call before it answers the hello: it goes back in all the same', () => {
    const desk = Desk.offline();
    desk.push(graceToAda({ ...activeBy(adaHere), phase: 'reconnecting', away: [ada.id] }));
    expect(desk.screen.current).toBeNull();
    desk.attach([graceToAda({ ...activeBy(adaHere, 5), phase: 'reconnecting' })]);
    expect(desk.count('openPath')).toBe(1);
  });

  test('while still calling: the call is back on the screen and can be canceled', () => {
    const desk = Desk.offline();
    desk.attach([adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] })]);
    expect(desk.status).toBe('ringing');
    desk.current.cancel?.();
    expect(desk.asked).toEqual(['call:end']);
  });

  test('whoever was muted stays muted, and a camera that was off stays off', () => {
    const inputs = { callId: callId('1'), microphone: 'muted', camera: 'off' } as const;
    const desk = Desk.offline({ ends: [], inputs });
    desk.attach([adaToGrace({ ...activeBy(graceDevice), media: 'video' })]);
    expect(desk.count('openInput')).toBe(1);
    const track = desk.opens('audio');
    const later = desk.effects.slice(desk.effects.findIndex(({ type }) => type === 'enableTrack'));
    expect(later.map(({ type }) => type)).toEqual(['enableTrack', 'send']);
    expect(later[0]).toEqual({ type: 'enableTrack', track, isEnabled: false });
    expect(desk.current.microphone).toEqual({ state: 'off' });
    expect(desk.current.camera).toEqual({ state: 'off' });
  });

  test('in a call that was hung up while the server was away: it is not gone back into, but ended', () => {
    const end = { ask: 'call:end', callId: callId('1'), peerId: grace.id, isPeers: false } as const;
    const desk = Desk.offline({ ends: [{ ...end, pressedAt: 4_999_000 }], inputs: null });
    desk.attach([adaToGrace(activeBy(graceDevice))]);
    expect(desk.screen.current).toBeNull();
    expect(desk.asks('call:end')[0]?.payload).toEqual({ callId: callId('1'), endedAgoMs: 1_000 });
  });

  test('a call of another device of mine is none of this one’s business', () => {
    const desk = Desk.offline();
    const elsewhere = { userId: ada.id, deviceId: adaElsewhere, name: 'Ada' };
    desk.attach([adaToGrace({ ...activeBy(graceDevice), caller: elsewhere })]);
    expect(desk.screen).toMatchObject({ current: null, incoming: null });
  });
});

describe('what they send', () => {
  test('is known by their word, and by nothing before it', () => {
    const desk = Desk.talking();
    expect(desk.current).toMatchObject({ theirCamera: 'off', theirMicrophone: 'on' });
    desk.path({ type: 'message', message: { kind: 'sending', microphone: 'muted', camera: 'on' } });
    expect(desk.current).toMatchObject({ theirCamera: 'on', theirMicrophone: 'muted' });
  });

  test('what this side sends is told with each link that comes up', () => {
    const desk = Desk.talking();
    desk.path({ type: 'up', linkId: linkId('12'), route: relayed });
    const told = desk.effects.flatMap((effect) => (effect.type === 'tell' ? [effect.message] : []));
    expect(told).toEqual([{ kind: 'sending', microphone: 'on', camera: 'off' }]);
  });
});
