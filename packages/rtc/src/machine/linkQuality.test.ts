import { describe, expect, test } from 'vitest';
import { lossRate, noStalls, recordLoss, recordStall, silenceThreshold } from './linkQuality.ts';
import {
  at,
  carrying,
  first,
  fresh,
  session,
  ready,
  sample,
  second,
  standbyPlan,
  effectNames,
} from './fixtures.testing.ts';
import type { SessionState, SessionStep } from './sessionState.ts';
import { transition } from './mediaSession.ts';

/** One poll of two links, the second an idle standby. */
function pollAt(ms: number, state: SessionState, packets: number, lostPackets = 0): SessionStep {
  const samples = [{ ...sample(first, packets), lostPackets }, sample(second, 0)];
  return transition(state, { type: 'statsPolled', at: at + ms, samples, newLinkId: fresh });
}

const withStandby = session('caller', [carrying(first, at, { emptyPolls: 0 }), ready(second, standbyPlan)]);

/** Polls a session every 50 ms while packets come with these pauses, [from, for] in ms. Returns the effects with their times. */
function simulate(
  pauses: readonly (readonly [number, number])[],
  untilMs: number,
  lostPerPoll = 0,
): readonly string[] {
  let state: SessionState = withStandby;
  const done: string[] = [];
  let packets = 10;
  let lost = 0;
  for (let ms = 50; ms <= untilMs; ms += 50) {
    const isPaused = pauses.some(([from, forMs]) => ms > from && ms < from + forMs);
    if (!isPaused) packets += 12;
    if (!isPaused) lost += lostPerPoll;
    const step = pollAt(ms, state, packets, lost);
    state = step.session;
    done.push(...effectNames(step).map((name) => `${ms}: ${name}`));
  }
  return done;
}

describe('a link that stalls', () => {
  test('20 % loss on a busy machine, as recorded: a longer stall after shorter ones is no broken link', () => {
    const recorded = [
      [3_714, 152],
      [4_688, 141],
      [6_495, 172],
      [7_865, 156],
      [17_120, 138],
      [24_109, 337],
    ] as const;
    expect(simulate(recorded, 30_000)).toEqual([]);
  });

  test('a link that breaks for good after stalls is left after 450 ms at most', () => {
    const broken = [
      [5_000, 250],
      [10_000, 60_000],
    ] as const;
    expect(simulate(broken, 11_000).slice(0, 2)).toEqual([
      '10450: startSending 2',
      '10450: announceSwitch 2',
    ]);
  });

  test('a link that breaks without earlier stalls is left after 300 ms', () => {
    expect(simulate([[10_000, 60_000]], 11_000).slice(0, 2)).toEqual([
      '10300: startSending 2',
      '10300: announceSwitch 2',
    ]);
  });
});

test('a stalled page polls late and finds nothing: the next poll finds the packets that arrived meanwhile', () => {
  const late = pollAt(350, withStandby, 10);
  expect(effectNames(late)).toEqual([]);
  expect(effectNames(pollAt(400, late.session, 30))).toEqual([]);
  expect(effectNames(pollAt(400, late.session, 10))).toEqual(['startSending 2', 'announceSwitch 2']);
});

describe('a link that loses packets', () => {
  test('one in ten: a stall of a third of a second is no broken link', () => {
    expect(simulate([[10_000, 340]], 30_000, 1.2)).toEqual([]);
  });

  test('one in ten: a link that breaks for good is left after 450 ms', () => {
    expect(simulate([[10_000, 60_000]], 11_000, 1.2).slice(0, 1)).toEqual(['10450: startSending 2']);
  });

  test('one in a hundred: a broken link is left after 300 ms', () => {
    expect(simulate([[10_000, 60_000]], 11_000, 0.12).slice(0, 1)).toEqual(['10300: startSending 2']);
  });

  test('late packets that lower the count of lost ones are no loss', () => {
    expect(
      recordLoss(
        noStalls,
        lossRate({ since: at, packets: 100, lostPackets: 9 }, { packets: 200, lostPackets: 3 }, at + 2_000) ??
          1,
        at,
      ),
    ).toEqual(noStalls);
  });
});

test('stalls in the first two seconds of a link do not count, and later ones expire after half a minute', () => {
  expect(recordStall(noStalls, 250, at, 1_999)).toEqual(noStalls);
  const stalls = recordStall(noStalls, 200, at, 2_000);
  expect(silenceThreshold(stalls, 300, at + 29_999)).toBe(400);
  expect(silenceThreshold(stalls, 300, at + 30_000)).toBe(300);
  expect(recordStall(stalls, 160, at + 100, 9_000)).toEqual(stalls);
  expect(recordStall(stalls, 60, at + 30_000, 40_000)).toEqual({ longestMs: 60, at: at + 30_000 });
});
