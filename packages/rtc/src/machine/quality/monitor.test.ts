import { LinkId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { QualityCounters } from './counters.ts';
import {
  isSuspect,
  observe,
  receiveSummary,
  shownQuality,
  startQuality,
  type QualityState,
} from './monitor.ts';
import type { ShownQuality } from './steady.ts';
import { QualitySummary } from './summary.ts';

const linkId = v.parse(LinkId, '11111111-1111-4111-8111-111111111111');
const otherLinkId = v.parse(LinkId, '22222222-2222-4222-8222-222222222222');

/** One second of a voice call. */
interface Second {
  readonly lost?: number;
  readonly roundTripMs?: number;
  readonly jitterMs?: number;
  readonly isSlow?: boolean;
  /** Pictures that the own camera gave. */
  readonly captured?: number;
  readonly linkId?: typeof linkId;
}

interface Shown extends ShownQuality {
  readonly second: number;
}

const start: QualityCounters = {
  at: 0,
  packets: 0,
  lostPackets: 0,
  bytesIn: 0,
  bytesOut: 0,
  samples: 0,
  concealedSamples: 0,
  arrivedFrames: 0,
  decodedFrames: 0,
  capturedFrames: 0,
  encodedFrames: 0,
  jitterMs: 3,
  roundTripMs: 20,
  limitedBy: 'none',
  codecs: {},
};

/** Plays seconds of a call, and returns what is shown with the second at which it changed. */
function play(seconds: readonly Second[]): {
  readonly shown: readonly Shown[];
  readonly state: QualityState;
} {
  let state = startQuality(0);
  let counters = start;
  const shown: Shown[] = [];
  seconds.forEach((second, index) => {
    const { lost = 0, captured = 20 } = second;
    counters = {
      ...counters,
      at: (index + 1) * 1_000,
      packets: counters.packets + 50 - lost,
      lostPackets: counters.lostPackets + lost,
      capturedFrames: (counters.capturedFrames ?? 0) + captured,
      encodedFrames: (counters.encodedFrames ?? 0) + captured,
      jitterMs: second.jitterMs ?? 3,
      roundTripMs: second.roundTripMs ?? 20,
    };
    const before = shownQuality(state);
    const cameras = { sent: second.captured !== undefined, expected: false };
    const step = observe(state, {
      linkId: second.linkId ?? linkId,
      counters,
      cameras,
      isSlow: second.isSlow === true,
    });
    state = step.state;
    const now = shownQuality(state);
    if (now !== before) shown.push({ ...now, second: index + 1 });
  });
  return { shown, state };
}

function seconds(count: number, second: Second): readonly Second[] {
  return Array.from({ length: count }, () => second);
}

const network = { kind: 'network', side: 'both' } as const;

describe('nothing is shown', () => {
  test.each([
    ['a healthy minute', seconds(60, {})],
    ['a minute with one of 50 packets lost', seconds(60, { lost: 1 })],
    ['a minute with a round trip of 150 ms', seconds(60, { roundTripMs: 150 })],
    ['a burst that loses a fifth of one second', [...seconds(10, {}), { lost: 10 }, ...seconds(10, {})]],
    [
      'a round trip that is slow for 2 s',
      [...seconds(9, {}), ...seconds(2, { roundTripMs: 700 }), ...seconds(9, {})],
    ],
    [
      'jitter in every other second',
      seconds(20, {}).map((_, index) => ({ jitterMs: index % 2 === 0 ? 120 : 3 })),
    ],
  ])('%s', (_situation, played) => expect(play(played).shown).toEqual([]));
});

describe('a weak network', () => {
  test.each([
    ['10 % are lost', { lost: 5 }],
    ['20 % are lost', { lost: 10 }],
    ['a round trip takes 600 ms', { roundTripMs: 600 }],
    ['packets jitter by 120 ms', { jitterMs: 120 }],
  ])('is named within 8 s, and forgotten after it is better: %s', (_situation, fault) => {
    const { shown } = play([...seconds(10, {}), ...seconds(20, fault), ...seconds(20, {})]);
    const [first, ...rest] = shown.filter(({ finding }) => finding !== undefined);
    expect(first).toMatchObject({ grade: 'poor', finding: network });
    expect(first?.second).toBeLessThanOrEqual(18);
    expect(rest).toEqual([]);
    expect(shown.at(-1)).toMatchObject({ grade: 'good' });
    expect(shown.at(-1)?.finding).toBeUndefined();
  });

  test('loses 6 %: fair, without a word', () => {
    const { shown } = play([...seconds(10, {}), ...seconds(30, { lost: 3 })]);
    expect(shown.map(({ grade, finding }) => [grade, finding])).toEqual([['fair', undefined]]);
  });

  test('comes and goes every 2 s, and its line stays', () => {
    const bad = seconds(2, { roundTripMs: 900 });
    const rhythm = Array.from({ length: 8 }, () => [...bad, ...seconds(2, {})]).flat();
    const { shown } = play([...seconds(6, { roundTripMs: 900 }), ...rhythm]);
    expect(shown.filter(({ finding }) => finding !== undefined)).toHaveLength(1);
    expect(shown.at(-1)?.finding).toEqual(network);
  });

  test('is a suspect before it is named', () => {
    expect(isSuspect(play(seconds(8, {})).state)).toBe(false);
    expect(isSuspect(play([...seconds(8, {}), ...seconds(1, { roundTripMs: 600 })]).state)).toBe(true);
  });
});

test('a slow round trip counts at once, though the browser smooths it', () => {
  let state = startQuality(0);
  for (let second = 1; second <= 12; second += 1) {
    const slow = Math.max(0, second - 8);
    const roundTrips = { totalMs: 20 * Math.min(second, 8) + 600 * slow, count: second };
    const counters = { ...start, at: second * 1_000, packets: 50 * second, roundTripMs: 20, roundTrips };
    state = observe(state, { linkId, counters, cameras: state.cameras, isSlow: false }).state;
  }
  expect(shownQuality(state).finding).toEqual(network);
});

test('a camera that freezes is named', () => {
  const { shown } = play([...seconds(10, { captured: 20 }), ...seconds(10, { captured: 0 })]);
  expect(shown.at(-1)?.finding).toEqual({ kind: 'camera', side: 'mine' });
});

test('a camera that was just turned on is not', () => {
  expect(play([...seconds(10, {}), ...seconds(6, { captured: 0 })]).shown).toEqual([]);
});

test('a computer that gets slow is named', () => {
  const { shown } = play([...seconds(6, {}), ...seconds(6, { isSlow: true })]);
  expect(shown.at(-1)?.finding).toEqual({ kind: 'computer', side: 'mine' });
});

test('the counters of another link are not compared with those of the one before', () => {
  const moved = play([...seconds(10, { lost: 1 }), ...seconds(3, { linkId: otherLinkId, lost: 20 })]);
  expect(moved.shown).toEqual([]);
});

test('what the other device said is forgotten after 4 s', () => {
  const { state } = play(seconds(6, {}));
  const bad: QualitySummary = {
    loss: 0.3,
    longLoss: 0.3,
    jitterMs: 0,
    concealment: 0,
    kbpsIn: 0,
    kbpsOut: 0,
    isBusy: false,
  };
  const told = receiveSummary(state, bad, 6_000);
  const look = (at: number): boolean => {
    const counters = { ...start, packets: 1_000, at };
    return isSuspect(observe(told, { linkId, counters, cameras: state.cameras, isSlow: false }).state);
  };
  expect(look(7_000)).toBe(true);
  expect(look(11_000)).toBe(false);
});

test.each([
  ['a share above 1', { loss: 2 }],
  ['a text in place of a number', { jitterMs: '5' }],
  ['an endless time', { leg: { ms: Infinity, late: 0 } }],
])('a summary with %s is refused', (_situation, change) => {
  const fine = { loss: 0, longLoss: 0, jitterMs: 0, concealment: 0, kbpsIn: 0, kbpsOut: 0, isBusy: false };
  expect(v.is(QualitySummary, fine)).toBe(true);
  expect(v.is(QualitySummary, { ...fine, ...change })).toBe(false);
});
