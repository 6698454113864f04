import { ok } from '@ringback/protocol';
import { FakeStream, MediaNetwork } from '@ringback/rtc/testing';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { callId, graceDevice } from '../scenarios/callsHarness.testing.ts';
import { FakeCapture } from '../../testing/capture.ts';
import { FakeSignalingClient } from '../../testing/signalingClient.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import { createTrace } from '../../platform/trace.ts';
import type { CallTraceEntry } from '../state/callTrace.ts';
import { CallEffectRunner } from './effectRunner.ts';

/** A runner on a machine without media, and how often it requested ICE servers. */
function createRunner() {
  const signaling = new FakeSignalingClient({ 'ice:servers': () => ok({ iceServers: [], expiresAt: 0 }) });
  const ports = {
    clock: createFakeClock(),
    capture: new FakeCapture(),
    profileStorage: createFakeStorage(),
    openMediaSession: new MediaNetwork(createSeededRandom(1)).open,
    streamOf: (track: MediaStreamTrack) => new FakeStream('stream', [track]),
  };
  const runner = new CallEffectRunner({
    ports,
    signaling,
    trace: createTrace<CallTraceEntry>(),
    alwaysRelay: () => false,
    dispatch: () => {},
  });
  const serverRequests = () => signaling.made.filter(({ name }) => name === 'ice:servers').length;
  return { runner, serverRequests };
}

const session = { callId: callId('1'), peerDeviceId: graceDevice } as const;
const prefetch = { type: 'prefetchIceServers', callId: session.callId } as const;

test('ICE servers are kept until the call is released, beyond the sessions that used them', () => {
  const { runner, serverRequests } = createRunner();
  runner.run(prefetch);
  runner.run({ type: 'warmUpMediaSession', role: 'caller', warm: 'all', ...session });
  runner.run({ type: 'closeMediaSession', ...session });
  runner.run(prefetch);
  expect(serverRequests()).toBe(1);
  runner.run({ type: 'releaseMediaSessions', callId: session.callId });
  runner.run(prefetch);
  expect(serverRequests()).toBe(2);
});

test('two calls that ring at once use separate ICE servers', () => {
  const { runner, serverRequests } = createRunner();
  const other = { type: 'prefetchIceServers', callId: callId('2') } as const;
  for (const effect of [prefetch, other, prefetch, other]) runner.run(effect);
  expect(serverRequests()).toBe(2);
});
