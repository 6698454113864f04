import { describe, expect, test } from 'vitest';
import {
  activeBy,
  ada,
  adaElsewhere,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  CallsHarness,
  direct,
  endedBy,
  grace,
  graceDevice,
  graceToAda,
  linkId,
} from './callsHarness.testing.ts';

const relayed = { path: 'relay', transport: 'tcp' } as const;

describe('a call that connects', () => {
  test('changes from connecting to the running time with its route, and reports the link to the server', () => {
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

  test('shows the running time of the server, so that both sides show the same', () => {
    const harness = CallsHarness.inCall();
    const connectedAt = activeBy(graceDevice).connectedAt;
    expect(harness.current.status).toEqual({ kind: 'talking', sinceMs: connectedAt });
  });

  test('keeps connecting while only the other side has media', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.push(adaToGrace(activeBy(graceDevice)));
    expect(harness.status).toBe('connecting');
  });

  test('shows a dialog on both sides if media never comes up', () => {
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
  test('shows reconnecting until media is back, and reports both to the server', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
    expect(harness.current).toMatchObject({ phase: 'reconnecting', status: { kind: 'reconnecting' } });
    expect(harness.current.route).toEqual(direct);
    harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: relayed });
    expect(harness.current).toMatchObject({ status: { kind: 'talking' }, route: relayed });
    expect(harness.requestNames).toEqual(['call:linkDown', 'call:linkUp']);
  });

  test('shows that the other side is away after their page closed', () => {
    const harness = CallsHarness.inCall();
    harness.push(adaToGrace({ ...activeBy(graceDevice, 5), phase: 'reconnecting', away: [grace.id] }));
    expect(harness.status).toBe('talking');
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'peerClosed' });
    expect(harness.status).toBe('waiting');
  });

  test('shows until when it waits, on the clock of this machine', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'peerClosed' });
    const awayUntil = harness.now + 12_000;
    harness.push(adaToGrace({ ...activeBy(graceDevice, 5), away: [grace.id], awayUntil }));
    expect(harness.current.status).toEqual({ kind: 'waiting', untilMs: harness.now + 12_000 });
  });

  test('shows whose network failed, as far as the server or this device knows', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
    expect(harness.current.status).toEqual({ kind: 'reconnecting' });
    harness.push(adaToGrace({ ...activeBy(graceDevice, 5), phase: 'reconnecting', silent: [grace.id] }));
    expect(harness.current.status).toEqual({ kind: 'reconnecting', broken: 'theirs' });
    harness.detach();
    expect(harness.current.status).toEqual({ kind: 'reconnecting', broken: 'mine' });
  });

  test('shows a dialog when the call is lost, and closes the inputs and the media session', () => {
    const harness = CallsHarness.inCall();
    const lost = endedBy({ reason: 'connectionLost', cause: 'silent' });
    harness.push(adaToGrace({ ...activeBy(graceDevice), ...lost }));
    expect(harness.screen.outcome).toMatchObject({ reason: 'connectionLost', cause: 'silent' });
    expect(harness.count('closeMediaSession')).toBe(1);
    expect(harness.stopped).toHaveLength(1);
  });

  test('polls every five seconds only while media is down or unreported', () => {
    const harness = CallsHarness.inCall();
    harness.advance(60_000);
    expect(harness.requestNames).toEqual([]);
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
    harness.clear();
    harness.advance(10_000);
    expect(harness.requests('call:get')).toHaveLength(2);
  });

  test('repeats a link report that the server did not confirm', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: relayed });
    harness.reject('call:linkUp', 'unavailable');
    harness.advance(5_000);
    expect(harness.requests('call:linkUp')).toHaveLength(2);
  });

  test('ignores the media session of an earlier call', () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'down', linkId: linkId('9'), cause: 'silent' }, callId('8'));
    expect(harness.status).toBe('talking');
  });
});

describe('the server is unreachable during a call', () => {
  test('continues the call, and needs no report if the hello named the link', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.advance(20_000);
    expect(harness.status).toBe('talking');
    const carried = [{ callId: callId('1'), linkId: linkId('11'), route: direct }];
    harness.attach([adaToGrace(activeBy(graceDevice, 7))], carried);
    expect(harness.requestNames).toEqual([]);
    expect(harness.count('signalingRestored')).toBe(1);
  });

  test('reports a link that changed meanwhile', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: relayed });
    expect(harness.requestNames).toEqual([]);
    harness.attach([adaToGrace(activeBy(graceDevice, 7))]);
    expect(harness.requests('call:linkUp')[0]?.payload.linkId).toBe(linkId('12'));
  });

  test('requests the call afterwards, and leaves it if it ended meanwhile', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.attach();
    harness.resolve('call:get', adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(harness.screen.current).toBeNull();
    expect(harness.toasts).toEqual(['callEnded']);
  });
});

describe('the page was reloaded', () => {
  test('rejoins an answered call with a new media session and new inputs', () => {
    const harness = CallsHarness.offline();
    harness.attach([graceToAda({ ...activeBy(adaHere), phase: 'reconnecting', media: 'video' })]);
    expect(harness.current).toMatchObject({ status: { kind: 'reconnecting' }, direction: 'incoming' });
    expect(harness.count('openMediaSession')).toBe(1);
    expect(harness.count('openInput')).toBe(1);
    harness.linkUp(linkId('21'));
    expect(harness.status).toBe('talking');
  });

  test('rejoins even if an update of the call arrives before the response to the hello', () => {
    const harness = CallsHarness.offline();
    harness.push(graceToAda({ ...activeBy(adaHere), phase: 'reconnecting', away: [ada.id] }));
    expect(harness.screen.current).toBeNull();
    harness.attach([graceToAda({ ...activeBy(adaHere, 5), phase: 'reconnecting' })]);
    expect(harness.count('openMediaSession')).toBe(1);
  });

  test('shows a call that is still unanswered, which can be canceled', () => {
    const harness = CallsHarness.offline();
    harness.attach([adaToGrace({ version: 2, phase: 'ringing', ringing: [graceDevice] })]);
    expect(harness.status).toBe('ringing');
    harness.current.cancel?.();
    expect(harness.requestNames).toEqual(['call:end']);
  });

  test('keeps the microphone muted and the camera off', () => {
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

  test('ends a call that was hung up while the server was unreachable, instead of rejoining it', () => {
    const end = { request: 'call:end', callId: callId('1'), peerId: grace.id, endedByPeer: false } as const;
    const harness = CallsHarness.offline({ pendingEnds: [{ ...end, pressedAt: 4_999_000 }], inputs: null });
    harness.attach([adaToGrace(activeBy(graceDevice))]);
    expect(harness.screen.current).toBeNull();
    expect(harness.requests('call:end')[0]?.payload).toEqual({ callId: callId('1'), endedAgoMs: 1_000 });
  });

  test("ignores a call of the user's other device", () => {
    const harness = CallsHarness.offline();
    const elsewhere = { userId: ada.id, deviceId: adaElsewhere, name: 'Ada' };
    harness.attach([adaToGrace({ ...activeBy(graceDevice), caller: elsewhere })]);
    expect(harness.screen).toMatchObject({ current: null, incoming: null });
  });
});

describe("the other side's inputs", () => {
  test("are as the other side's messages say, and not before", () => {
    const harness = CallsHarness.inCall();
    expect(harness.current).toMatchObject({ remoteCamera: 'off', remoteMicrophone: 'on' });
    harness.sessionEvent({
      type: 'message',
      message: { kind: 'sending', microphone: 'muted', camera: 'on' },
    });
    expect(harness.current).toMatchObject({ remoteCamera: 'on', remoteMicrophone: 'muted' });
  });

  test("are sent this side's inputs with each link that comes up", () => {
    const harness = CallsHarness.inCall();
    harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: relayed });
    const messages = harness.effects.flatMap((effect) =>
      effect.type === 'sendPeerMessage' ? [effect.message] : [],
    );
    expect(messages).toMatchObject([{ kind: 'sending', microphone: 'on', camera: 'off' }]);
  });
});
