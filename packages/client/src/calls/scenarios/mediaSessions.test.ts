import { DeviceId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { wantedPaths } from '../reducers/mediaSessions.ts';
import {
  Desk,
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
function calling(...ringing: readonly (DeviceId | undefined)[]): Desk {
  const desk = Desk.online();
  desk.place();
  desk.ok('call:place', adaToGrace());
  desk.push(rung(2, ...ringing));
  return desk;
}

function rung(version: number, ...devices: readonly (DeviceId | undefined)[]) {
  const ringing = devices.filter((device) => device !== undefined);
  return adaToGrace({ version, phase: 'ringing', ringing, warm: 'relay' });
}

/** It rings at Ada's. */
function ringing(): Desk {
  const desk = Desk.online();
  desk.push(graceToAda());
  desk.ok('call:ringing', graceToAda({ version: 2, phase: 'ringing' }));
  desk.clear();
  return desk;
}

function signal(desk: Desk, from = graceDevice, id = callId('2')): void {
  desk.happens({ type: 'signaled', callId: id, from, linkId: linkId('77'), box: 'box' });
}

function types(desk: Desk): readonly string[] {
  return desk.effects.map(({ type }) => type).filter((type) => type !== 'ask');
}

const peersOf = (desk: Desk) => wantedPaths(desk.state).map(({ peerDeviceId }) => peerDeviceId);

describe('the caller, while it rings', () => {
  test('the servers of its links are asked for once it is placed, before any device rings, and once', () => {
    const desk = Desk.online();
    desk.place();
    expect(desk.count('askForServers')).toBe(0);
    desk.ok('call:place', adaToGrace());
    expect(desk.effects.at(-1)).toEqual({ type: 'askForServers', callId: callId('1') });
    desk.push(rung(2, one));
    expect(desk.count('askForServers')).toBe(1);
  });

  test('a device that rings is connected to at once, as the server says how, and nothing is sent', () => {
    const desk = calling(one);
    expect(desk.effects).toContainEqual({
      type: 'warmPath',
      callId: callId('1'),
      role: 'caller',
      peerDeviceId: one,
      warm: 'relay',
    });
    desk.opens('audio');
    expect(desk.count('send')).toBe(0);
  });

  test('of four devices that ring the first three are connected to; one goes away, and the fourth takes its place', () => {
    const desk = calling(one, two, three, four);
    expect(peersOf(desk)).toEqual([one, two, three]);
    desk.push(rung(3, one, three, four));
    expect(peersOf(desk)).toEqual([one, three, four]);
    expect(desk.effects.at(-1)).toMatchObject({ type: 'closePath', peerDeviceId: two });
  });

  test('signals go to the path of their device, and those of no path wait', () => {
    const desk = calling(one);
    signal(desk, one, callId('1'));
    expect(desk.effects.at(-1)).toMatchObject({ type: 'receive', peerDeviceId: one });
    desk.clear();
    signal(desk, two, callId('1'));
    expect(desk.count('receive')).toBe(0);
  });

  test('one answers: its path goes on, with what this side sends, and the others close', () => {
    const desk = calling(one, graceDevice);
    const track = desk.opens('audio');
    desk.clear();
    desk.push(adaToGrace(answeredBy(graceDevice)));
    expect(desk.effects).toMatchObject([
      { type: 'openPath', peerDeviceId: graceDevice },
      { type: 'send', tracks: { audio: track } },
      { type: 'closePath', peerDeviceId: one },
    ]);
  });

  test('what a path says before the answer is not believed, nor what that of another device says after it', () => {
    const desk = calling(one, graceDevice);
    desk.linkUp();
    expect(desk.status).toBe('ringing');
    desk.push(adaToGrace(answeredBy(graceDevice)));
    desk.path({ type: 'up', linkId: linkId('11'), route: direct }, callId('1'), adaElsewhere);
    expect(desk.status).toBe('connecting');
  });

  test('canceled: every path closes', () => {
    const desk = calling(one, two);
    desk.clear();
    desk.current.cancel?.();
    expect(types(desk)).toEqual(['closePath', 'closePath', 'forgetCall']);
  });

  test('no device ever rings: what was kept for its links is forgotten with the call', () => {
    const desk = Desk.online();
    desk.place();
    desk.ok('call:place', adaToGrace());
    desk.clear();
    desk.push(adaToGrace(endedBy({ reason: 'unreachable' })));
    expect(types(desk)).toEqual(['forgetCall']);
  });
});

test('the path moved after a gap: the server is told of both, and the person of the relay', () => {
  const desk = Desk.talking();
  const relay = { path: 'relay', transport: 'udp' } as const;
  desk.path({ type: 'up', linkId: linkId('12'), route: relay, gap: { ms: 410, cause: 'silent' } });
  expect(desk.asks('call:linkUp')).toMatchObject([
    { payload: { route: relay, gapMs: 410, cause: 'silent' } },
  ]);
  expect(desk.remarks).toEqual(['switchedToRelay']);
  expect(desk.status).toBe('talking');
});

describe('the callee, while it rings', () => {
  test('the servers of its links are asked for as it begins to ring, and once', () => {
    const desk = Desk.online();
    desk.push(graceToAda());
    expect(desk.effects.at(-1)).toEqual({ type: 'askForServers', callId: callId('2') });
    desk.ok('call:ringing', graceToAda({ version: 2, phase: 'ringing' }));
    signal(desk);
    expect(desk.count('askForServers')).toBe(1);
  });

  test('a call for which this device keeps quiet: no servers are asked for', () => {
    const desk = Desk.talking();
    desk.push(kayToAda());
    expect(desk.count('askForServers')).toBe(0);
  });

  test('the caller’s device connects: so does this one, and captures and sends nothing', () => {
    const desk = ringing();
    signal(desk);
    signal(desk);
    expect(types(desk)).toEqual(['warmPath', 'receive', 'receive']);
    expect(desk.effects[0]).toMatchObject({ role: 'callee', peerDeviceId: graceDevice, warm: 'all' });
  });

  test('accepted: what opens is sent at once, without waiting for the server', () => {
    const desk = ringing();
    signal(desk);
    desk.accept(graceToAda());
    const track = desk.opens('audio');
    expect(desk.effects.at(-1)).toMatchObject({ type: 'send', tracks: { audio: track } });
    desk.ok('call:accept', graceToAda(answeredBy(adaHere)));
    expect(desk.count('warmPath')).toBe(1);
    expect(desk.count('openPath')).toBe(1);
    expect(desk.count('closePath')).toBe(0);
  });

  test('the first signal comes right after Accept was pressed', () => {
    const desk = ringing();
    desk.accept(graceToAda());
    desk.opens('audio');
    desk.clear();
    signal(desk);
    expect(types(desk)).toEqual(['warmPath', 'send', 'receive']);
  });

  test.each([
    ['declined', (desk: Desk) => desk.screen.incoming?.decline()],
    ['taken back', (desk: Desk) => desk.push(graceToAda(endedBy({ reason: 'canceled' })))],
    ['answered on another device', (desk: Desk) => desk.push(graceToAda(answeredBy(adaElsewhere)))],
    ['past its deadline', (desk: Desk) => desk.pass(45_000)],
  ])('%s: the path closes', (_name, end) => {
    const desk = ringing();
    signal(desk);
    desk.clear();
    end(desk);
    expect(types(desk)).toEqual(['closePath', 'forgetCall']);
  });

  test('left behind by the page: the path closes', () => {
    const desk = ringing();
    signal(desk);
    desk.clear();
    desk.happens({ type: 'pageHidden' });
    expect(types(desk)).toEqual(['closePath']);
  });

  test('accepted too late: what was connected closes, and the inputs are let go of', () => {
    const desk = ringing();
    signal(desk);
    desk.accept(graceToAda());
    desk.opens('audio');
    desk.effects = desk.effects.filter(({ type }) => type === 'ask');
    desk.no('call:accept', 'answeredElsewhere');
    expect(types(desk)).toEqual(['stopTrack', 'closePath', 'forgetCall']);
  });

  test('a call that does not ring here, and a device that is not the caller’s, connect to nothing', () => {
    const desk = Desk.talking();
    desk.push(kayToAda());
    signal(desk, kayToAda().caller.deviceId, callId('3'));
    expect(types(desk)).toEqual([]);
    const rung = ringing();
    signal(rung, adaElsewhere);
    expect(types(rung)).toEqual([]);
  });
});
