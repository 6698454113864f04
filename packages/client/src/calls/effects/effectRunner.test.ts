import { ok } from '@ringback/protocol';
import { FakeStream, MediaNetwork } from '@ringback/rtc/testing';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { createTrace } from '../../platform/trace.ts';
import { FakeProcessor } from '../../testing/processor.ts';
import { FakeCapture } from '../../testing/capture.ts';
import { FakeSignalingClient } from '../../testing/signalingClient.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import { callId, graceDevice } from '../scenarios/callsHarness.testing.ts';
import type { CallTraceEntry } from '../state/callTrace.ts';
import { CallEffectRunner } from './effectRunner.ts';

/** A runner on a machine without media, with its trace, and how often it requested ICE servers. */
function createRunner(openMediaSession = new MediaNetwork(createSeededRandom(1)).open) {
  const signaling = new FakeSignalingClient({ 'ice:servers': () => ok({ iceServers: [], expiresAt: 0 }) });
  const ports = {
    clock: createFakeClock(),
    capture: new FakeCapture(),
    profileStorage: createFakeStorage(),
    openMediaSession,
    processor: new FakeProcessor(),
    streamOf: (track: MediaStreamTrack) => new FakeStream('stream', [track]),
  };
  const trace = createTrace<CallTraceEntry>();
  const runner = new CallEffectRunner({
    ports,
    signaling,
    trace,
    alwaysRelay: () => false,
    dispatch: () => {},
  });
  const serverRequests = () => signaling.made.filter(({ name }) => name === 'ice:servers').length;
  return { runner, trace, serverRequests };
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

test('events of media sessions are traced with their call, on the clock of the actions', () => {
  const network = new MediaNetwork(createSeededRandom(1));
  const { runner, trace } = createRunner((options) => {
    options.trace?.({ at: 7, event: 'opened', before: '', after: 'warm', effects: [] });
    return network.open(options);
  });
  runner.run({ type: 'warmUpMediaSession', role: 'caller', warm: 'all', ...session });
  expect(trace.entries()).toMatchObject([
    { source: 'mediaSession', ...session, event: 'opened', at: createFakeClock().now() },
  ]);
});
