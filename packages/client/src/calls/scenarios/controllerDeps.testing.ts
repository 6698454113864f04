import { defaultSettings, ok, type Result, type WireCall } from '@ringback/protocol';
import { FakeStream, MediaNetwork } from '@ringback/rtc/testing';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createTrace } from '../../platform/trace.ts';
import { FakeProcessor } from '../../testing/processor.ts';
import { FakeCapture } from '../../testing/capture.ts';
import { FakeSignalingClient } from '../../testing/signalingClient.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import type { CallAction } from '../state/callAction.ts';
import type { CallTraceEntry } from '../state/callTrace.ts';
import { ada, adaHere, answeredBy, endedBy, graceToAda } from './callsHarness.testing.ts';

/** Stands in for a browser API that throws. */
export function refuse(): never {
  throw new DOMException('Not here.', 'NotSupportedError');
}

/** What a controller of Ada's device needs, on a machine whose parts can be replaced by broken ones. */
export function controllerDeps(broken: { capture?: Partial<FakeCapture>; storage?: 'broken' } = {}) {
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
  const ports = {
    clock,
    random,
    capture,
    tabStorage,
    profileStorage: storage,
    openMediaSession: new MediaNetwork(random).open,
    processor: new FakeProcessor(),
    streamOf: (track: MediaStreamTrack) => new FakeStream('stream', [track]),
  };
  const beforePlacing = (_: unknown, place: () => void): void => place();
  return { ports, signaling, trace, alwaysRelay: () => false, beforePlacing };
}

/** Ada's device has said hello to the server. */
export function attachedAt(at: number): CallAction {
  const hello = {
    me: ada,
    device: { id: adaHere },
    calls: [],
    settings: defaultSettings,
    canRelay: true,
    missed: 0,
    serverTime: at,
  };
  return { type: 'attached', attachment: { hello, sentAt: at, receivedAt: at, carried: [] } };
}
