import { describe, expect, test } from 'vitest';
import {
  CallsHarness,
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
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace(answeredBy(graceDevice)));
    expect(harness.current).toMatchObject({
      phase: 'connecting',
      status: { kind: 'connecting' },
      route: null,
    });
    harness.linkUp();
    expect(harness.current).toMatchObject({ phase: 'active', status: { kind: 'talking' }, route: direct });
    expect(harness.requests('call:linkUp')[0]?.payload).toEqual({
      callId: callId('1'),
      linkId: linkId('11'),
      route: direct,
    });
  });

  test('the running time is the server’s, so that both sides show the same', () => {
    const harness = CallsHarness.inCall();
    const connectedAt = activeBy(graceDevice).connectedAt;
    expect(harness.current.status).toEqual({ kind: 'talking', sinceMs: connectedAt });
  });

  test('the other side has media and this one has none yet: still connecting', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace(activeBy(graceDevice)));
    expect(harness.status).toBe('connecting');
  });

  test('media never comes up: a dialog on both sides', () => {
    const caller = CallsHarness.online();
    caller.place();
    caller.resolve('call:place', adaToGrace());
    caller.push(adaToGrace(answeredBy(graceDevice)));
    const failed = endedBy({ reason: 'connectFailed', cause: 'iceFailed' });
    caller.push(adaToGrace({ ...answeredBy(graceDevice), ...failed }));
    expect(caller.screen.outcome).toMatchObject({ reason: 'connectFailed', cause: 'iceFailed' });
    const callee = CallsHarness.online();
    callee.push(graceToAda());
    callee.accept(graceToAda());
    callee.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    callee.push(graceToAda({ ...answeredBy(adaHere), ...failed }));
    expect(callee.screen.outcome).toMatchObject({ reason: 'connectFailed', peer: grace });
    expect(callee.count('closeMediaSession')).toBe(1);
  });
});

describe('a call whose media stops', () => {
  test('reconnecting while nothing comes in, and back; the server hears both', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
    expect(harness.current).toMatchObject({ phase: 'reconnecting', status: { kind: 'reconnecting' } });
    expect(harness.current.route).toEqual(direct);
    harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: relayed });
    expect(harness.current).toMatchObject({ status: { kind: 'talking' }, route: relayed });
    expect(harness.requestNames).toEqual(['call:linkDown', 'call:linkUp']);
  });

  test('their page went away: it says that one waits', () => {
    const harness = CallsHarness.inCall();
    harness.push(adaToGrace({ ...activeBy(graceDevice, 5), phase: 'reconnecting', away: [grace.id] }));
    expect(harness.status).toBe('talking');
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'peerClosed' });
    expect(harness.status).toBe('waiting');
  });

  test('lost for good: a dialog, inputs and path let go of', () => {
    const harness = CallsHarness.inCall();
    const lost = endedBy({ reason: 'connectionLost', cause: 'silent' });
    harness.push(adaToGrace({ ...activeBy(graceDevice), ...lost }));
    expect(harness.screen.outcome).toMatchObject({ reason: 'connectionLost', cause: 'silent' });
    expect(harness.count('closeMediaSession')).toBe(1);
    expect(harness.stopped).toHaveLength(1);
  });

  test('while media comes in and the server knows it, nobody asks; while it does not, every five seconds', () => {
    const harness = CallsHarness.inCall();
    harness.advance(60_000);
    expect(harness.requestNames).toEqual([]);
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
    harness.clear();
    harness.advance(10_000);
    expect(harness.requests('call:get')).toHaveLength(2);
  });

  test('the server did not hear of the link: it is told again', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: relayed });
    harness.reject('call:linkUp', 'unavailable');
    harness.advance(5_000);
    expect(harness.requests('call:linkUp')).toHaveLength(2);
  });

  test('what an older path says does not touch the call of now', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'down', linkId: linkId('9'), cause: 'silent' }, callId('8'));
    expect(harness.status).toBe('talking');
  });
});

describe('the server is away during a call', () => {
  test('media goes on and so does the call; afterwards hello named the link, and nothing need be said', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.advance(20_000);
    expect(harness.status).toBe('talking');
    const carried = [{ callId: callId('1'), linkId: linkId('11'), route: direct }];
    harness.attach([adaToGrace(activeBy(graceDevice, 7))], carried);
    expect(harness.requestNames).toEqual([]);
    expect(harness.count('signalingRestored')).toBe(1);
  });

  test('the link changed meanwhile: the server is told', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: relayed });
    expect(harness.requestNames).toEqual([]);
    harness.attach([adaToGrace(activeBy(graceDevice, 7))]);
    expect(harness.requests('call:linkUp')[0]?.payload.linkId).toBe(linkId('12'));
  });

  test('the call ended meanwhile: it is asked for, and goes', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.attach();
    harness.resolve('call:get', adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(harness.screen.current).toBeNull();
    expect(harness.toasts).toEqual(['callEnded']);
  });
});

describe('the page was loaded anew', () => {
  test('in an answered call: it goes back in by itself, with a path and inputs of its own', () => {
    const harness = CallsHarness.offline();
    harness.attach([graceToAda({ ...activeBy(adaHere), phase: 'reconnecting', media: 'video' })]);
    expect(harness.current).toMatchObject({ status: { kind: 'reconnecting' }, direction: 'incoming' });
    expect(harness.count('openMediaSession')).toBe(1);
    expect(harness.count('openInput')).toBe(1);
    harness.linkUp(linkId('21'));
    expect(harness.status).toBe('talking');
  });

  test('the server tells of the call before it answers the hello: it goes back in all the same', () => {
    const harness = CallsHarness.offline();
    harness.push(graceToAda({ ...activeBy(adaHere), phase: 'reconnecting', away: [ada.id] }));
    expect(harness.screen.current).toBeNull();
    harness.attach([graceToAda({ ...activeBy(adaHere, 5), phase: 'reconnecting' })]);
    expect(harness.count('openMediaSession')).toBe(1);
  });

  test('while still calling: the call is back on the screen and can be canceled', () => {
    const harness = CallsHarness.offline();
    harness.attach([adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] })]);
    expect(harness.status).toBe('ringing');
    harness.current.cancel?.();
    expect(harness.requestNames).toEqual(['call:end']);
  });

  test('whoever was muted stays muted, and a camera that was off stays off', () => {
    const inputs = { callId: callId('1'), microphone: 'muted', camera: 'off' } as const;
    const harness = CallsHarness.offline({ pendingEnds: [], inputs });
    harness.attach([adaToGrace({ ...activeBy(graceDevice), media: 'video' })]);
    expect(harness.count('openInput')).toBe(1);
    const track = harness.openInput('audio');
    const later = harness.effects.slice(harness.effects.findIndex(({ type }) => type === 'enableTrack'));
    expect(later.map(({ type }) => type)).toEqual(['enableTrack', 'sendTracks']);
    expect(later[0]).toEqual({ type: 'enableTrack', track, isEnabled: false });
    expect(harness.current.microphone).toEqual({ state: 'off' });
    expect(harness.current.camera).toEqual({ state: 'off' });
  });

  test('in a call that was hung up while the server was away: it is not gone back into, but ended', () => {
    const end = { request: 'call:end', callId: callId('1'), peerId: grace.id, endedByPeer: false } as const;
    const harness = CallsHarness.offline({ pendingEnds: [{ ...end, pressedAt: 4_999_000 }], inputs: null });
    harness.attach([adaToGrace(activeBy(graceDevice))]);
    expect(harness.screen.current).toBeNull();
    expect(harness.requests('call:end')[0]?.payload).toEqual({ callId: callId('1'), endedAgoMs: 1_000 });
  });

  test('a call of another device of mine is none of this one’s business', () => {
    const harness = CallsHarness.offline();
    const elsewhere = { userId: ada.id, deviceId: adaElsewhere, name: 'Ada' };
    harness.attach([adaToGrace({ ...activeBy(graceDevice), caller: elsewhere })]);
    expect(harness.screen).toMatchObject({ current: null, incoming: null });
  });
});

describe('what they send', () => {
  test('is known by their word, and by nothing before it', () => {
    const harness = CallsHarness.inCall();
    expect(harness.current).toMatchObject({ remoteCamera: 'off', remoteMicrophone: 'on' });
    harness.sessionEvent({
      type: 'message',
      message: { kind: 'sending', microphone: 'muted', camera: 'on' },
    });
    expect(harness.current).toMatchObject({ remoteCamera: 'on', remoteMicrophone: 'muted' });
  });

  test('what this side sends is told with each link that comes up', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: relayed });
    const reported = harness.effects.flatMap((effect) =>
      effect.type === 'sendPeerMessage' ? [effect.message] : [],
    );
    expect(reported).toEqual([{ kind: 'sending', microphone: 'on', camera: 'off' }]);
  });
});
