import { describe, expect, it, test } from 'vitest';
import { linkId } from './ids.testing.ts';
import { noHitch } from './hitch.ts';
import {
  connectMs,
  firstPacketMs,
  lookAt,
  silenceMs,
  type Carrying,
  type Connecting,
  type Link,
  type Offered,
  type Ready,
  type Sample,
  type Silent,
} from './link.ts';
import { plainPlan } from './plan.ts';

const id = linkId(1);
const route = { path: 'direct', transport: 'udp' } as const;
const relay = { path: 'relay', transport: 'tls' } as const;
const heard = {
  route,
  media: 100,
  pulses: 7,
  lastAt: 20_000,
  emptyLooks: 1,
  last: 'media',
  hitch: noHitch,
  losses: { since: 20_000, media: 100, lost: 0 },
  couldBeDirect: true,
  has: { audio: true, video: false },
} as const;

const plan = plainPlan;
const offered: Offered = { id, plan, openedAt: 10_000, state: 'offered' };
const connecting: Connecting = { id, plan, openedAt: 10_000, state: 'connecting' };
const ready: Ready = {
  id,
  plan,
  openedAt: 10_000,
  state: 'ready',
  readyAt: 11_000,
  patienceMs: firstPacketMs,
  trustedMs: firstPacketMs,
};
const idle: Ready = { ...ready, plan: { purpose: 'standby', candidates: 'relay' } };
const carrying: Carrying = { id, plan, openedAt: 10_000, state: 'carrying', since: 12_000, ...heard };
const silent: Silent = { id, plan, openedAt: 10_000, state: 'silent', restart: 'untried', ...heard };
const everyLink: readonly Link[] = [offered, connecting, ready, carrying, silent];

function sample(over: Partial<Sample> = {}): Sample {
  return {
    linkId: id,
    media: 0,
    audio: 0,
    lost: 0,
    frames: 0,
    pulses: 0,
    route,
    couldBeDirect: true,
    isLost: false,
    localCandidates: 2,
    remoteCandidates: 2,
    ...over,
  };
}

/** Nothing came in since the last look. */
const nothing = sample({ media: 100, pulses: 7 });
const none = sample();

describe('a look at a link', () => {
  describe.each(everyLink)('that is $state', (link) => {
    it('finds packets: it carries', () => {
      const verdict = lookAt(link, sample({ media: 101, pulses: 7 }), 20_500, false);
      expect(verdict).toMatchObject({
        kind: 'on',
        link: { state: 'carrying', lastAt: 20_500, last: 'media' },
      });
    });

    it('finds pulses: it carries', () => {
      const verdict = lookAt(link, sample({ media: 100, pulses: 8 }), 20_500, false);
      const last = link.state === 'carrying' || link.state === 'silent' ? 'pulse' : 'media';
      expect(verdict).toMatchObject({ kind: 'on', link: { state: 'carrying', lastAt: 20_500, last } });
    });

    it('finds another route: it is that of the link', () => {
      const verdict = lookAt(link, sample({ media: 101, route: relay }), 20_500, false);
      expect(verdict).toMatchObject({ link: { state: 'carrying', route: relay } });
    });
  });

  test.each<[string, Link, Sample | undefined, number, string]>([
    ['no time has passed', offered, none, 10_000, 'offered'],
    ['no answer yet', offered, none, 10_000 + connectMs - 1, 'offered'],
    ['no answer in time', offered, none, 10_000 + connectMs, 'over: connectTimeout'],
    [
      'no answer in time, candidates unknown of course',
      offered,
      sample({ remoteCandidates: 0 }),
      19_000,
      'over: connectTimeout',
    ],
    [
      'this device has no candidate at all',
      offered,
      sample({ localCandidates: 0 }),
      19_000,
      'over: noCandidates',
    ],
    ['its servers never came', offered, undefined, 10_000 + connectMs, 'over: connectTimeout'],
    ['still connecting', connecting, none, 10_000 + connectMs - 1, 'connecting'],
    ['connected to nothing in time', connecting, none, 10_000 + connectMs, 'over: connectTimeout'],
    [
      'the other device has no candidate',
      connecting,
      sample({ remoteCandidates: 0 }),
      19_000,
      'over: noCandidates',
    ],
    ['packets, but no route yet', connecting, sample({ media: 3, route: null }), 11_000, 'connecting'],
    ['no packet yet', ready, none, 11_000 + firstPacketMs - 1, 'ready'],
    ['connected, but never a packet', ready, none, 11_000 + firstPacketMs, 'over: silent'],
    ['a standby has nothing to carry', idle, none, 100_000, 'ready'],
    ['a standby is lost from sight', idle, sample({ isLost: true }), 100_000, 'over: iceFailed'],
    [
      'a link in use is lost from sight, which its packets would show',
      carrying,
      sample({ media: 100, pulses: 7, isLost: true }),
      20_500,
      'carrying',
    ],
    ['a short gap', carrying, nothing, 20_000 + silenceMs.media - 1, 'carrying'],
    [
      'a page that was held up for long looks for the first time',
      { ...carrying, emptyLooks: 0 },
      nothing,
      30_000,
      'carrying',
    ],
    ['no sound for a second', carrying, nothing, 20_000 + silenceMs.media, 'silent'],
    ['a hidden page pulses slowly', { ...carrying, last: 'pulse' }, nothing, 22_900, 'carrying'],
    [
      'no pulse for three seconds',
      { ...carrying, last: 'pulse' },
      nothing,
      20_000 + silenceMs.pulse,
      'silent',
    ],
    ['silent for long', silent, nothing, 100_000, 'silent'],
    ['a counter that went back', silent, sample({ media: 5 }), 30_000, 'silent'],
  ])('%s', (_name, link, counters, at, expected) => {
    const verdict = lookAt(link, counters, at, link === idle);
    expect(verdict.kind === 'on' ? verdict.link.state : `over: ${verdict.cause}`).toBe(expected);
  });
});
