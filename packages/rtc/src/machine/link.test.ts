import { describe, expect, it, test } from 'vitest';
import { linkId } from './fixtures.testing.ts';
import { noStalls } from './linkQuality.ts';
import {
  defaultPlan,
  pollLink,
  type Carrying,
  type Connecting,
  type Link,
  type Offered,
  type Ready,
  type StatsSample,
  type Silent,
} from './link.ts';
import { connectTimeoutMs, firstPacketTimeoutMs, silentAfterMs } from './policy.ts';

const id = linkId(1);
const route = { path: 'direct', transport: 'udp' } as const;
const relay = { path: 'relay', transport: 'tls' } as const;
const heard = {
  route,
  packets: 100,
  heartbeats: 7,
  lastAt: 20_000,
  emptyPolls: 1,
  lastKind: 'media',
  stalls: noStalls,
  losses: { since: 20_000, packets: 100, lostPackets: 0 },
  couldBeDirect: true,
  received: { audio: true, video: false },
} as const;

const plan = defaultPlan;
const offered: Offered = { id, plan, openedAt: 10_000, state: 'offered' };
const connecting: Connecting = { id, plan, openedAt: 10_000, state: 'connecting' };
const ready: Ready = {
  id,
  plan,
  openedAt: 10_000,
  state: 'ready',
  readyAt: 11_000,
  timeoutMs: firstPacketTimeoutMs,
  trustedMs: firstPacketTimeoutMs,
};
const idle: Ready = { ...ready, plan: { purpose: 'standby', candidates: 'relay' } };
const carrying: Carrying = { id, plan, openedAt: 10_000, state: 'carrying', since: 12_000, ...heard };
const silent: Silent = { id, plan, openedAt: 10_000, state: 'silent', restart: 'untried', ...heard };
const everyLink: readonly Link[] = [offered, connecting, ready, carrying, silent];

function sample(over: Partial<StatsSample> = {}): StatsSample {
  return {
    linkId: id,
    packets: 0,
    audioPackets: 0,
    lostPackets: 0,
    decodedFrames: 0,
    heartbeats: 0,
    route,
    couldBeDirect: true,
    isDisconnected: false,
    localCandidates: 2,
    remoteCandidates: 2,
    ...over,
  };
}

/** Nothing came in since the last poll. */
const nothing = sample({ packets: 100, heartbeats: 7 });
const none = sample();

describe('pollLink', () => {
  describe.each(everyLink)('of a link that is $state', (link) => {
    it('finds packets: the link carries', () => {
      const result = pollLink(link, sample({ packets: 101, heartbeats: 7 }), 20_500, false);
      expect(result).toMatchObject({
        kind: 'open',
        link: { state: 'carrying', lastAt: 20_500, lastKind: 'media' },
      });
    });

    it('finds heartbeats: the link carries', () => {
      const result = pollLink(link, sample({ packets: 100, heartbeats: 8 }), 20_500, false);
      const lastKind = link.state === 'carrying' || link.state === 'silent' ? 'heartbeat' : 'media';
      expect(result).toMatchObject({ kind: 'open', link: { state: 'carrying', lastAt: 20_500, lastKind } });
    });

    it('finds another route: the link has it', () => {
      const result = pollLink(link, sample({ packets: 101, route: relay }), 20_500, false);
      expect(result).toMatchObject({ link: { state: 'carrying', route: relay } });
    });
  });

  test.each<[string, Link, StatsSample | undefined, number, string]>([
    ['no time has passed', offered, none, 10_000, 'offered'],
    ['no answer yet', offered, none, 10_000 + connectTimeoutMs - 1, 'offered'],
    ['no answer in time', offered, none, 10_000 + connectTimeoutMs, 'closed: connectTimeout'],
    [
      'no answer in time, so without remote candidates',
      offered,
      sample({ remoteCandidates: 0 }),
      19_000,
      'closed: connectTimeout',
    ],
    [
      'this device has no candidate at all',
      offered,
      sample({ localCandidates: 0 }),
      19_000,
      'closed: noCandidates',
    ],
    ['its ICE servers never came', offered, undefined, 10_000 + connectTimeoutMs, 'closed: connectTimeout'],
    ['still connecting', connecting, none, 10_000 + connectTimeoutMs - 1, 'connecting'],
    ['not connected in time', connecting, none, 10_000 + connectTimeoutMs, 'closed: connectTimeout'],
    [
      'the other device has no candidate',
      connecting,
      sample({ remoteCandidates: 0 }),
      19_000,
      'closed: noCandidates',
    ],
    ['packets, but no route yet', connecting, sample({ packets: 3, route: null }), 11_000, 'connecting'],
    ['no packet yet', ready, none, 11_000 + firstPacketTimeoutMs - 1, 'ready'],
    ['connected, but never a packet', ready, none, 11_000 + firstPacketTimeoutMs, 'closed: silent'],
    ['a standby carries nothing', idle, none, 100_000, 'ready'],
    ['a standby is disconnected', idle, sample({ isDisconnected: true }), 100_000, 'closed: iceFailed'],
    [
      'a link in use is disconnected, which its packets would show',
      carrying,
      sample({ packets: 100, heartbeats: 7, isDisconnected: true }),
      20_500,
      'carrying',
    ],
    ['a short gap', carrying, nothing, 20_000 + silentAfterMs.media - 1, 'carrying'],
    [
      'a page that was stalled for long polls for the first time',
      { ...carrying, emptyPolls: 0 },
      nothing,
      30_000,
      'carrying',
    ],
    ['no media for a second', carrying, nothing, 20_000 + silentAfterMs.media, 'silent'],
    [
      'a hidden page sends few heartbeats',
      { ...carrying, lastKind: 'heartbeat' },
      nothing,
      22_900,
      'carrying',
    ],
    [
      'no heartbeat for three seconds',
      { ...carrying, lastKind: 'heartbeat' },
      nothing,
      20_000 + silentAfterMs.heartbeat,
      'silent',
    ],
    ['silent for long', silent, nothing, 100_000, 'silent'],
    ['a counter that went back', silent, sample({ packets: 5 }), 30_000, 'silent'],
  ])('%s', (_name, link, counters, at, expected) => {
    const result = pollLink(link, counters, at, link === idle);
    expect(result.kind === 'open' ? result.link.state : `closed: ${result.cause}`).toBe(expected);
  });
});
