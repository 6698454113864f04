import { ok } from '@ringback/protocol';
import { FakeStream, MediaNetwork } from '@ringback/rtc/testing';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { callId, graceDevice } from '../scenarios/callsHarness.testing.ts';
import { FakeCapture } from '../../testing/capture.ts';
import { FakeSignalingClient } from '../../testing/signalingClient.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import { CallEffects } from './effectRunner.ts';

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
  const effects = new CallEffects(
    ports,
    signaling,
    () => false,
    () => {},
  );
  return { effects, asked: () => signaling.made.filter(({ name }) => name === 'ice:servers').length };
}

const about = { callId: callId('1'), peerDeviceId: graceDevice } as const;
const ask = { type: 'askForServers', callId: about.callId } as const;

test('the servers that were asked for outlive the paths of a call, and not the call', () => {
  const { effects, asked } = effectsOnAMachine();
  effects.run(ask);
  effects.run({ type: 'warmPath', role: 'caller', warm: 'all', ...about });
  effects.run({ type: 'closePath', ...about });
  effects.run(ask);
  expect(asked()).toBe(1);
  effects.run({ type: 'forgetCall', callId: about.callId });
  effects.run(ask);
  expect(asked()).toBe(2);
});

test('two calls that ring at once keep their servers apart, and each of them its own', () => {
  const { effects, asked } = effectsOnAMachine();
  const other = { type: 'askForServers', callId: callId('2') } as const;
  for (const effect of [ask, other, ask, other]) effects.run(effect);
  expect(asked()).toBe(2);
});
