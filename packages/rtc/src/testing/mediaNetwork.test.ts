import { DeviceId, fail, ok, type LinkId, type Role } from '@ringback/protocol';
import { createSeededRandom } from '@ringback/testkit';
import * as v from 'valibot';
import { afterEach, expect, test, vi } from 'vitest';
import { retryPauseMs } from '../machine/policy.ts';
import { MediaNetwork, type FakeMediaSession } from './mediaNetwork.ts';

interface Sent {
  readonly linkId: LinkId;
  readonly text: string;
}

/** One end whose envelopes stay on their way until the test delivers them; the first few find the other device away. */
function openEnd(network: MediaNetwork, role: Role, undelivered = 0) {
  const sent: Sent[] = [];
  let failures = undelivered;
  const events: string[] = [];
  const session = network.open({
    role,
    peerDeviceId: v.parse(DeviceId, crypto.randomUUID()),
    stage: 'warm',
    warm: 'all',
    alwaysRelay: false,
    servers: {
      prefetch: () => Promise.resolve(),
      network: () => undefined,
      next: () => Promise.resolve([]),
      renew: () => {},
    },
    networkHistory: { isRelayFirst: () => false, record: () => {} },
    sendEnvelope: (linkId, text) => {
      failures -= 1;
      if (failures >= 0) return Promise.resolve(fail('unavailable'));
      sent.push({ linkId, text });
      return Promise.resolve(ok({}));
    },
    onEvent: ({ type }) => void events.push(type),
  });
  return { session, sent, events };
}

function deliver(sent: Sent[], to: Pick<FakeMediaSession, 'receive'>): void {
  const envelope = sent.shift();
  if (envelope === undefined) throw new Error('Nothing was sent.');
  to.receive(envelope.linkId, envelope.text);
}

/** Two ends of a call that is answered before the answer to the first offer arrives, so that the caller offers again. */
function openAnswered() {
  const network = new MediaNetwork(createSeededRandom(1));
  const [caller, callee] = [openEnd(network, 'caller'), openEnd(network, 'callee')];
  deliver(caller.sent, callee.session);
  caller.session.answered();
  callee.session.answered();
  deliver(callee.sent, caller.session);
  expect([caller.events, callee.events]).toEqual([
    ['media', 'up'],
    ['media', 'up'],
  ]);
  return { caller, callee };
}

afterEach(() => void vi.useRealTimers());

test('an offer that finds the other device away is repeated until it gets there', async () => {
  vi.useFakeTimers();
  const network = new MediaNetwork(createSeededRandom(1));
  const [caller, callee] = [openEnd(network, 'caller', 2), openEnd(network, 'callee')];
  await vi.advanceTimersByTimeAsync(2 * retryPauseMs.first);
  deliver(caller.sent, callee.session);
  caller.session.answered();
  callee.session.answered();
  deliver(callee.sent, caller.session);
  expect([caller.events, callee.events]).toEqual([
    ['media', 'up'],
    ['media', 'up'],
  ]);
});

test('an offer that arrives after its sender closed brings no media', () => {
  const { caller, callee } = openAnswered();
  caller.session.close();
  deliver(caller.sent, callee.session);
  expect(callee.events).toEqual(['media', 'up', 'down']);
  expect(callee.session.activeLink()).toBeUndefined();
});

test('an offer that is repeated while its sender is there keeps the link', () => {
  const { caller, callee } = openAnswered();
  deliver(caller.sent, callee.session);
  deliver(callee.sent, caller.session);
  expect(callee.session.activeLink()).toEqual(caller.session.activeLink());
  expect(callee.session.activeLink()).toBeDefined();
});
