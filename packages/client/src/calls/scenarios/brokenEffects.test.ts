import { defaultSettings, ok, type Result, type WireCall } from '@ringback/protocol';
import { FakeStream, MediaNetwork } from '@ringback/rtc/testing';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { createTrace } from '../../platform/trace.ts';
import { FakeCapture } from '../../testing/capture.ts';
import { FakeSignalingClient } from '../../testing/signalingClient.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import { CallsController } from '../callsController.ts';
import type { CallTraceEntry } from '../state/callTrace.ts';
import {
  activeBy,
  ada,
  adaHere,
  answeredBy,
  direct,
  endedBy,
  graceDevice,
  graceToAda,
  kayToAda,
  linkId,
} from './callsHarness.testing.ts';

function refuse(): never {
  throw new DOMException('Not here.', 'NotSupportedError');
}

/** Ada's device, signed in and online, on a machine whose parts can be replaced by broken ones. */
function adaOn(broken: { capture?: Partial<FakeCapture>; storage?: 'broken' } = {}) {
  const clock = createFakeClock();
  const random = createSeededRandom(1);
  const capture = Object.assign(new FakeCapture(), broken.capture);
  const storage = createFakeStorage();
  const tabStorage = broken.storage === undefined ? storage : { ...storage, set: refuse, remove: refuse };
  const answer = (changes: Partial<WireCall>) => (): Result<WireCall> => ok(graceToAda(changes));
  const signaling = new FakeSignalingClient({
    'call:ringing': answer({ version: 2, phase: 'ringing' }),
    'call:accept': answer(answeredBy(adaHere)),
    'call:end': answer(endedBy({ reason: 'hungUp' })),
    'ice:servers': () => ok({ iceServers: [], expiresAt: 0 }),
  });
  const trace = createTrace<CallTraceEntry>();
  const controller = new CallsController({
    ports: {
      clock,
      random,
      capture,
      tabStorage,
      profileStorage: storage,
      openMediaSession: new MediaNetwork(random).open,
      streamOf: (track) => new FakeStream('stream', [track]),
    },
    signaling,
    trace,
    alwaysRelay: () => false,
  });
  controller.signedIn({ person: ada, deviceId: adaHere });
  const hello = {
    me: ada,
    device: { id: adaHere },
    calls: [],
    settings: defaultSettings,
    canRelay: true,
    missed: 0,
    serverTime: clock.now(),
  };
  const at = clock.now();
  controller.dispatch({ type: 'attached', attachment: { hello, sentAt: at, receivedAt: at, carried: [] } });
  return { controller, capture, trace, screen: () => controller.screen.getState() };
}

type Device = ReturnType<typeof adaOn>;

async function acceptCall({ controller, capture, screen }: Device): Promise<void> {
  controller.dispatch({ type: 'callChanged', call: graceToAda() });
  await expect.poll(() => screen().incoming).not.toBeNull();
  screen().incoming?.accept();
  await expect.poll(() => capture.live()).toHaveLength(1);
  const event = { type: 'up', linkId: linkId('1'), route: direct } as const;
  controller.dispatch({ type: 'mediaSessionEvent', callId: graceToAda().id, from: graceDevice, event });
  controller.dispatch({ type: 'callChanged', call: graceToAda(activeBy(adaHere)) });
  await expect.poll(() => screen().current?.phase).toBe('active');
}

function failedSteps({ trace }: Device): readonly string[] {
  return trace.entries().flatMap((entry) => (entry.source === 'failure' ? [entry.step] : []));
}

async function expectUsable(device: Device): Promise<void> {
  const { controller, capture, screen } = device;
  screen().current?.hangUp?.();
  await expect.poll(() => screen().current).toBeNull();
  expect(capture.live()).toEqual([]);
  controller.dispatch({ type: 'callChanged', call: kayToAda() });
  await expect.poll(() => screen().incoming).not.toBeNull();
}

test('Web Audio refuses the microphone: the call continues, hanging up works, and the next call rings', async () => {
  const device = adaOn({ capture: { listen: refuse } });
  await acceptCall(device);
  expect(failedSteps(device)).toContain('monitorMicrophone');
  await expectUsable(device);
});

test('the tab cannot store its call: the call continues, hanging up works, and the next call rings', async () => {
  const device = adaOn({ storage: 'broken' });
  await acceptCall(device);
  expect(failedSteps(device)).toContain('save');
  await expectUsable(device);
});

test('opening the microphone throws: the device listens, and the failure is shown', async () => {
  const device = adaOn({ capture: { open: () => Promise.reject(new Error('A driver crashed.')) } });
  const { controller, screen } = device;
  controller.dispatch({ type: 'callChanged', call: graceToAda() });
  await expect.poll(() => screen().incoming).not.toBeNull();
  screen().incoming?.accept();
  await expect.poll(() => screen().current?.microphone.state).toBe('none');
  await expectUsable(device);
});
