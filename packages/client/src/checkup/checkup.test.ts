import { fail, ok, type Data } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { FakeCapture } from '../testing/capture.ts';
import { createFakeStorage } from '../testing/storage.ts';
import { readCandidate } from './findings/candidates.ts';
import { Checkup } from './checkup.ts';
import type { CheckupPorts, Gathered } from './checks/checkupPorts.ts';
import { checksForCause } from './checksForCause.ts';
import { findingsOf } from './checkupState.ts';
import { checkNames } from './findings/finding.ts';

const host = 'candidate:1 1 udp 1 10.0.0.2 5000 typ host network-id 1';
const relayedAt = (port: number): string =>
  `candidate:1 1 udp 1 192.0.2.9 ${port} typ relay raddr 198.51.100.7 rport 4000 network-id 1`;
const voice = { db: -25, peak: 0.3, clipped: 0 };

const relay: Data<'checkup:relay'> = {
  iceServers: [{ urls: ['stun:r:1', 'turn:r:1?transport=udp', 'turn:r:1?transport=tcp'] }],
  secondPort: [{ urls: ['turn:r:2?transport=udp'] }],
  expiresAt: 60_000,
  network: 'home',
};

/** A machine on which all is well, and that answers at once. */
function healthy(capture = new FakeCapture()): CheckupPorts {
  const candidates = [host, relayedAt(1), relayedAt(2)].flatMap((line) => readCandidate(line) ?? []);
  const gathered: Gathered = { candidates, errorCodes: [] };
  const soon = (act: () => void): (() => void) => {
    const timer = setTimeout(act, 0);
    return () => clearTimeout(timer);
  };
  let now = 0;
  return {
    baseUrl: 'http://server',
    fetch: () => Promise.resolve(new Response('ok')),
    clock: { now: () => now, wall: () => now, after: (_, act) => soon(act) },
    preciseNow: () => (now += 10),
    storage: createFakeStorage(),
    peers: {
      gather: () => Promise.resolve(gathered),
      measureLoop: () =>
        Promise.resolve({ sent: 9, received: 9, echoMs: [40], filledBytes: 500_000, filledMs: 2_000 }),
    },
    inputs: {
      permission: capture.permission,
      listDevices: capture.listDevices,
      open: capture.open,
      listen: (_, onWindow) => {
        for (let count = 0; count < 12; count += 1) onWindow(voice);
        return () => {};
      },
      look: (_, onPicture) => {
        for (let digest = 0; digest < 90; digest += 1) {
          onPicture({ mean: 90, brightest: 240, digest, width: 640, height: 480 });
        }
        return () => {};
      },
      playTone: () => Promise.resolve('heard'),
    },
    browser: {
      canCall: () => true,
      isHidden: () => false,
      notifications: () => 'granted',
      opensWebSocket: () => Promise.resolve(true),
    },
  };
}

function checkUp(ports: CheckupPorts, answer = () => Promise.resolve(ok(relay))) {
  const asked = { relay: 0 };
  const checkup = new Checkup(ports, {
    time: () => Promise.resolve(ok({ serverTime: 1 })),
    relay: () => {
      asked.relay += 1;
      return answer();
    },
  });
  const settled = async (): Promise<void> => {
    await expect.poll(() => checkup.getState().status, { interval: 5 }).toBe('done');
  };
  return { checkup, asked, settled };
}

test('where all is well, every check is good or not offered, and one request for the relay serves all', async () => {
  const capture = new FakeCapture();
  const { checkup, asked, settled } = checkUp(healthy(capture));
  checkup.run(checkNames);
  await settled();
  const findings = findingsOf(checkup.getState().rows);
  expect([...findings.keys()]).toEqual([...checkNames]);
  expect([...findings].filter(([, { verdict }]) => verdict !== 'good').map(([name]) => name)).toEqual([
    'relayTls',
  ]);
  expect(checkup.getState()).toMatchObject({ part: 1, summary: { outcome: 'ready' } });
  expect(asked.relay).toBe(1);
  expect(capture.live()).toEqual([]);
});

test('a tone that no microphone hears is asked about, and the rest does not wait for the answer', async () => {
  const ports = healthy();
  const { checkup, settled } = checkUp({
    ...ports,
    inputs: { ...ports.inputs, playTone: () => Promise.resolve('unheard') },
  });
  checkup.run(checkNames);
  await settled();
  const { speaker } = checkup.getState().rows;
  if (speaker.state !== 'asking') throw new Error('Nothing is asked.');
  speaker.answer(false);
  await expect
    .poll(() => checkup.getState().rows.speaker)
    .toMatchObject({ finding: { problem: 'speakerUnheard' } });
  expect(checkup.getState().summary).toMatchObject({ outcome: 'limited', limit: 'speakerUnheard' });
});

test('one check again leaves the others as they are, also a question that is still open', async () => {
  const ports = healthy();
  const { checkup, settled } = checkUp({
    ...ports,
    inputs: { ...ports.inputs, playTone: () => Promise.resolve('unheard') },
  });
  checkup.run(checkNames);
  await settled();
  const { server, speaker } = checkup.getState().rows;
  checkup.again('camera');
  expect(checkup.getState().status).toBe('running');
  await settled();
  expect(checkup.getState().rows).toMatchObject({ server, speaker });
});

test('stopped while the browser asks for permission, a microphone that opens later is released', async () => {
  const capture = new FakeCapture();
  const { checkup } = checkUp(healthy(capture));
  capture.hold();
  checkup.run(checkNames);
  await expect.poll(() => checkup.getState().rows.microphone.state).toBe('running');
  checkup.stop();
  expect(checkup.getState()).toMatchObject({ status: 'idle', rows: { microphone: { state: 'waiting' } } });
  capture.release();
  await expect.poll(() => capture.tracks.length).toBeGreaterThan(0);
  await expect.poll(() => capture.live()).toEqual([]);
});

test('a server that refuses credentials leaves the relay unknown, and says nothing against it', async () => {
  const { checkup, settled } = checkUp(healthy(), () => Promise.resolve(fail('tooMany')));
  checkup.run(checkNames);
  await settled();
  expect(checkup.getState().rows.relayUdp).toMatchObject({ finding: { problem: 'relayUnknown' } });
  expect(checkup.getState().summary).toMatchObject({ outcome: 'ready' });
});

test('what a failed call points at is checked alone', async () => {
  const capture = new FakeCapture();
  const { checkup, settled } = checkUp(healthy(capture));
  checkup.run(checksForCause.peerClosed);
  await settled();
  expect([...findingsOf(checkup.getState().rows).keys()]).toEqual(['live', 'browser']);
  expect(checkup.getState()).toMatchObject({ part: 1, summary: { outcome: 'ready' } });
  expect(capture.tracks).toEqual([]);
});
