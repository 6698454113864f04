import { DeviceId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { desiredMediaSessions } from '../reducers/mediaSessions.ts';
import {
  CallsHarness,
  adaElsewhere,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  direct,
  endedBy,
  graceDevice,
  graceToAda,
  kayToAda,
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

/** It rings at Ada's. */
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
  test('the servers of its links are asked for once it is placed, before any device rings, and once', () => {
    const harness = CallsHarness.online();
    harness.place();
    expect(harness.count('prefetchIceServers')).toBe(0);
    harness.resolve('call:place', adaToGrace());
    expect(harness.effects.at(-1)).toEqual({ type: 'prefetchIceServers', callId: callId('1') });
    harness.push(rung(2, one));
    expect(harness.count('prefetchIceServers')).toBe(1);
  });

  test('a device that rings is connected to at once, as the server says how, and nothing is sent', () => {
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

  test('of four devices that ring the first three are connected to; one goes away, and the fourth takes its place', () => {
    const harness = calling(one, two, three, four);
    expect(peersOf(harness)).toEqual([one, two, three]);
    harness.push(rung(3, one, three, four));
    expect(peersOf(harness)).toEqual([one, three, four]);
    expect(harness.effects.at(-1)).toMatchObject({ type: 'closeMediaSession', peerDeviceId: two });
  });

  test('signals go to the path of their device, and those of no path wait', () => {
    const harness = calling(one);
    signal(harness, one, callId('1'));
    expect(harness.effects.at(-1)).toMatchObject({ type: 'receiveSignal', peerDeviceId: one });
    harness.clear();
    signal(harness, two, callId('1'));
    expect(harness.count('receiveSignal')).toBe(0);
  });

  test('one answers: its path goes on, with what this side sends, and the others close', () => {
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

  test('what a path says before the answer is not believed, nor what that of another device says after it', () => {
    const harness = calling(one, graceDevice);
    harness.linkUp();
    expect(harness.status).toBe('ringing');
    harness.push(adaToGrace(answeredBy(graceDevice)));
    harness.sessionEvent({ type: 'up', linkId: linkId('11'), route: direct }, callId('1'), adaElsewhere);
    expect(harness.status).toBe('connecting');
  });

  test('canceled: every path closes', () => {
    const harness = calling(one, two);
    harness.clear();
    harness.current.cancel?.();
    expect(types(harness)).toEqual(['closeMediaSession', 'closeMediaSession', 'releaseMediaSessions']);
  });

  test('no device ever rings: what was kept for its links is forgotten with the call', () => {
    const harness = CallsHarness.online();
    harness.place();
    harness.resolve('call:place', adaToGrace());
    harness.clear();
    harness.push(adaToGrace(endedBy({ reason: 'unreachable' })));
    expect(types(harness)).toEqual(['releaseMediaSessions']);
  });
});

test('the path moved after a gap: the server is told of both, and the person of the relay', () => {
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
  test('the servers of its links are asked for as it begins to ring, and once', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    expect(harness.effects.at(-1)).toEqual({ type: 'prefetchIceServers', callId: callId('2') });
    harness.resolve('call:ringing', graceToAda({ version: 2, phase: 'ringing' }));
    signal(harness);
    expect(harness.count('prefetchIceServers')).toBe(1);
  });

  test('a call for which this device keeps quiet: no servers are asked for', () => {
    const harness = CallsHarness.inCall();
    harness.push(kayToAda());
    expect(harness.count('prefetchIceServers')).toBe(0);
  });

  test('the caller’s device connects: so does this one, and captures and sends nothing', () => {
    const harness = ringing();
    signal(harness);
    signal(harness);
    expect(types(harness)).toEqual(['warmUpMediaSession', 'receiveSignal', 'receiveSignal']);
    expect(harness.effects[0]).toMatchObject({ role: 'callee', peerDeviceId: graceDevice, warm: 'all' });
  });

  test('accepted: what opens is sent at once, without waiting for the server', () => {
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

  test('the first signal comes right after Accept was pressed', () => {
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
  ])('%s: the path closes', (_name, end) => {
    const harness = ringing();
    signal(harness);
    harness.clear();
    end(harness);
    expect(types(harness)).toEqual(['closeMediaSession', 'releaseMediaSessions']);
  });

  test('left behind by the page: the path closes', () => {
    const harness = ringing();
    signal(harness);
    harness.clear();
    harness.dispatch({ type: 'pageHidden' });
    expect(types(harness)).toEqual(['closeMediaSession']);
  });

  test('accepted too late: what was connected closes, and the inputs are let go of', () => {
    const harness = ringing();
    signal(harness);
    harness.accept(graceToAda());
    harness.openInput('audio');
    harness.effects = harness.effects.filter(({ type }) => type === 'serverRequest');
    harness.reject('call:accept', 'answeredElsewhere');
    expect(types(harness)).toEqual(['stopTrack', 'closeMediaSession', 'releaseMediaSessions']);
  });

  test('a call that does not ring here, and a device that is not the caller’s, connect to nothing', () => {
    const harness = CallsHarness.inCall();
    harness.push(kayToAda());
    signal(harness, kayToAda().caller.deviceId, callId('3'));
    expect(types(harness)).toEqual([]);
    const rung = ringing();
    signal(rung, adaElsewhere);
    expect(types(rung)).toEqual([]);
  });
});
