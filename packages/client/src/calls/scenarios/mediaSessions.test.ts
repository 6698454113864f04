import { DeviceId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { desiredMediaSessions } from '../reducers/mediaSessions.ts';
import {
  adaElsewhere,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  CallsHarness,
  direct,
  endedBy,
  graceDevice,
  graceToAda,
  linkId,
} from './callsHarness.testing.ts';

const others = ['d1', 'd2', 'd3', 'd4'].map((end) =>
  v.parse(DeviceId, `00000000-0000-4000-8000-0000000000${end}`),
);
const [one, two, three, four] = others;

/** Ada calls Grace, whose devices ring. */
function calling(...ringing: readonly (DeviceId | undefined)[]): CallsHarness {
  const harness = CallsHarness.online();
  harness.place();
  harness.resolve('call:place', adaToGrace());
  harness.push(rung(2, ...ringing));
  return harness;
}

function rung(version: number, ...devices: readonly (DeviceId | undefined)[]) {
  const ringing = devices.filter((device) => device !== undefined);
  return adaToGrace({ version, phase: 'ringing', ringing, warm: 'relay' });
}

/** A call that rings on Ada's device. */
function ringing(): CallsHarness {
  const harness = CallsHarness.online();
  harness.push(graceToAda());
  harness.resolve('call:ringing', graceToAda({ version: 2, phase: 'ringing' }));
  harness.clear();
  return harness;
}

function signal(harness: CallsHarness, from = graceDevice, id = callId('2')): void {
  harness.dispatch({ type: 'signalReceived', callId: id, from, linkId: linkId('77'), box: 'box' });
}

function types(harness: CallsHarness): readonly string[] {
  return harness.effects.map(({ type }) => type).filter((type) => type !== 'serverRequest');
}

const peersOf = (harness: CallsHarness) =>
  desiredMediaSessions(harness.state).map(({ peerDeviceId }) => peerDeviceId);

describe('the caller, while it rings', () => {
  test('prefetches the ICE servers once, as soon as the call is placed', () => {
    const harness = CallsHarness.online();
    harness.place();
    expect(harness.count('prefetchIceServers')).toBe(0);
    harness.resolve('call:place', adaToGrace());
    expect(harness.effects.at(-1)).toEqual({ type: 'prefetchIceServers', callId: callId('1') });
    harness.push(rung(2, one));
    expect(harness.count('prefetchIceServers')).toBe(1);
  });

  test('connects to a ringing device at once and sends nothing', () => {
    const harness = calling(one);
    expect(harness.effects).toContainEqual({
      type: 'warmUpMediaSession',
      callId: callId('1'),
      role: 'caller',
      peerDeviceId: one,
      warm: 'relay',
    });
    harness.openInput('audio');
    expect(harness.count('sendTracks')).toBe(0);
  });

  test('connects to the first three of four ringing devices, and to the fourth when one stops ringing', () => {
    const harness = calling(one, two, three, four);
    expect(peersOf(harness)).toEqual([one, two, three]);
    harness.push(rung(3, one, three, four));
    expect(peersOf(harness)).toEqual([one, three, four]);
    expect(harness.effects.at(-1)).toMatchObject({ type: 'closeMediaSession', peerDeviceId: two });
  });

  test('hands signals to the session of their device, and keeps the others', () => {
    const harness = calling(one);
    signal(harness, one, callId('1'));
    expect(harness.effects.at(-1)).toMatchObject({ type: 'receiveSignal', peerDeviceId: one });
    harness.clear();
    signal(harness, two, callId('1'));
    expect(harness.count('receiveSignal')).toBe(0);
  });

  test('continues with the session of the device that answers, and closes the others', () => {
    const harness = calling(one, graceDevice);
    const track = harness.openInput('audio');
    harness.clear();
    harness.push(adaToGrace(answeredBy(graceDevice)));
    expect(harness.effects).toMatchObject([
      { type: 'openMediaSession', peerDeviceId: graceDevice },
      { type: 'sendTracks', tracks: { audio: track } },
      { type: 'closeMediaSession', peerDeviceId: one },
    ]);
  });

  test('ignores session events before the answer, and later those of other devices', () => {
    const harness = calling(one, graceDevice);
    harness.linkUp();
    expect(harness.status).toBe('ringing');
    harness.push(adaToGrace(answeredBy(graceDevice)));
    harness.sessionEvent({ type: 'up', linkId: linkId('11'), route: direct }, callId('1'), adaElsewhere);
    expect(harness.status).toBe('connecting');
  });

  test('canceled: closes all sessions', () => {
    const harness = calling(one, two);
    harness.clear();
    harness.current.cancel?.();
    expect(types(harness)).toEqual(['closeMediaSession', 'closeMediaSession', 'releaseMediaSessions']);
  });

  test('no device ever rings: releases the call', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.clear();
    harness.push(adaToGrace(endedBy({ reason: 'unreachable' })));
    expect(types(harness)).toEqual(['releaseMediaSessions']);
  });
});

test('a link that moved after a gap: reports both to the server, and shows the relay', () => {
  const harness = CallsHarness.inCall();
  const relay = { path: 'relay', transport: 'udp' } as const;
  harness.sessionEvent({ type: 'up', linkId: linkId('12'), route: relay, gap: { ms: 410, cause: 'silent' } });
  expect(harness.requests('call:linkUp')).toMatchObject([
    { payload: { route: relay, gapMs: 410, cause: 'silent' } },
  ]);
  expect(harness.toasts).toEqual(['switchedToRelay']);
  expect(harness.status).toBe('talking');
});

describe('the callee, while it rings', () => {
  test('prefetches the ICE servers once, when it starts to ring', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    expect(harness.effects.at(-1)).toEqual({ type: 'prefetchIceServers', callId: callId('2') });
    harness.resolve('call:ringing', graceToAda({ version: 2, phase: 'ringing' }));
    signal(harness);
    expect(harness.count('prefetchIceServers')).toBe(1);
  });

  test('prefetches nothing for a call that does not ring here', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.push(graceToAda());
    expect(harness.count('prefetchIceServers')).toBe(0);
  });

  test("connects when the caller's device does, and neither captures nor sends", () => {
    const harness = ringing();
    signal(harness);
    signal(harness);
    expect(types(harness)).toEqual(['warmUpMediaSession', 'receiveSignal', 'receiveSignal']);
    expect(harness.effects[0]).toMatchObject({ role: 'callee', peerDeviceId: graceDevice, warm: 'all' });
  });

  test('accepted: sends the inputs without waiting for the server', () => {
    const harness = ringing();
    signal(harness);
    harness.accept(graceToAda());
    const track = harness.openInput('audio');
    expect(harness.effects.at(-1)).toMatchObject({ type: 'sendTracks', tracks: { audio: track } });
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    expect(harness.count('warmUpMediaSession')).toBe(1);
    expect(harness.count('openMediaSession')).toBe(1);
    expect(harness.count('closeMediaSession')).toBe(0);
  });

  test('connects if the first signal comes right after Accept', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.openInput('audio');
    harness.clear();
    signal(harness);
    expect(types(harness)).toEqual(['warmUpMediaSession', 'sendTracks', 'receiveSignal']);
  });

  test.each([
    ['declined', (harness: CallsHarness) => harness.screen.incoming?.decline()],
    ['taken back', (harness: CallsHarness) => harness.push(graceToAda(endedBy({ reason: 'canceled' })))],
    [
      'answered on another device',
      (harness: CallsHarness) => harness.push(graceToAda(answeredBy(adaElsewhere))),
    ],
    ['past its deadline', (harness: CallsHarness) => harness.advance(45_000)],
  ])('%s: closes the session', (_name, end) => {
    const harness = ringing();
    signal(harness);
    harness.clear();
    end(harness);
    expect(types(harness)).toEqual(['closeMediaSession', 'releaseMediaSessions']);
  });

  test('page hidden: closes the session', () => {
    const harness = ringing();
    signal(harness);
    harness.clear();
    harness.dispatch({ type: 'pageHidden' });
    expect(types(harness)).toEqual(['closeMediaSession']);
  });

  test('accepted too late: closes the session and the inputs', () => {
    const harness = ringing();
    signal(harness);
    harness.accept(graceToAda());
    harness.openInput('audio');
    harness.effects = harness.effects.filter(({ type }) => type === 'serverRequest');
    harness.reject('call:accept', 'answeredElsewhere');
    expect(types(harness)).toEqual(['stopTrack', 'closeMediaSession', 'releaseMediaSessions']);
  });

  test("connects to nothing for a call that does not ring here, or a device that is not the caller's", () => {
    const harness = CallsHarness.inCall();
    harness.push(graceToAda());
    signal(harness, graceToAda().caller.deviceId, graceToAda().id);
    expect(types(harness)).toEqual([]);
    const rung = ringing();
    signal(rung, adaElsewhere);
    expect(types(rung)).toEqual([]);
  });
});

test('early signals of one caller are kept while another one sends many', () => {
  const harness = ringing();
  signal(harness, graceDevice, callId('8'));
  for (let n = 0; n < 100; n += 1) signal(harness, adaElsewhere, callId('9'));
  const senders = harness.state.earlySignals.map(({ from }) => from);
  expect(senders.filter((from) => from === graceDevice)).toHaveLength(1);
  expect(senders.filter((from) => from === adaElsewhere)).toHaveLength(32);
});
