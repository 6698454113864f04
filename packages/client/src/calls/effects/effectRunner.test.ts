import { ok } from '@ringback/protocol';
import { FakeStream, MediaNetwork } from '@ringback/rtc/testing';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { callId, graceDevice } from '../scenarios/callsHarness.testing.ts';
import { FakeCapture } from '../../testing/capture.ts';
import { FakeSignalingClient } from '../../testing/signalingClient.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import { CallEffectRunner } from './effectRunner.ts';

/** The effects of calls on a machine without media, and how often servers were asked for. */
function effectsOnAMachine() {
  const signaling = new FakeSignalingClient({ 'ice:servers': () => ok({ iceServers: [], expiresAt: 0 }) });
  const ports = {
    clock: createFakeClock(),
    capture: new FakeCapture(),
    profileStorage: createFakeStorage(),
    openMediaSession: new MediaNetwork(createSeededRandom(1)).open,
    streamOf: (track: MediaStreamTrack) => new FakeStream('stream', [track]),
  };
  const effects = new CallEffectRunner(
    ports,
    signaling,
    () => false,
    () => {},
  );
  return { effects, requestNames: () => signaling.made.filter(({ name }) => name === 'ice:servers').length };
}

const about = { callId: callId('1'), peerDeviceId: graceDevice } as const;
const request = { type: 'prefetchIceServers', callId: about.callId } as const;

test('the servers that were asked for outlive the paths of a call, and not the call', () => {
  const { effects, requestNames } = effectsOnAMachine();
  effects.run(request);
  effects.run({ type: 'warmUpMediaSession', role: 'caller', warm: 'all', ...about });
  effects.run({ type: 'closeMediaSession', ...about });
  effects.run(request);
  expect(requestNames()).toBe(1);
  effects.run({ type: 'releaseMediaSessions', callId: about.callId });
  effects.run(request);
  expect(requestNames()).toBe(2);
});

test('two calls that ring at once keep their servers apart, and each of them its own', () => {
  const { effects, requestNames } = effectsOnAMachine();
  const other = { type: 'prefetchIceServers', callId: callId('2') } as const;
  for (const effect of [request, other, request, other]) effects.run(effect);
  expect(requestNames()).toBe(2);
});
