import { describe, expect, test } from 'vitest';
import { noHitch, noteHitch, noteLoss, patienceAfter } from './hitch.ts';
import { shareLost } from './losses.ts';
import {
  at,
  carrying,
  first,
  fresh,
  path,
  ready,
  received,
  second,
  standbyPlan,
  words,
} from './path.testing.ts';
import type { Path } from './path.ts';
import { pathTransition } from './pathTransition.ts';

/** One look by a path at two links, the second an idle standby. */
function look(state: Path, ms: number, media: number, lost = 0): ReturnType<typeof pathTransition> {
  const samples = [{ ...received(first, media), lost }, received(second, 0)];
  return pathTransition(state, { type: 'looked', at: at + ms, samples, freshId: fresh });
}

const withStandby = path('caller', [carrying(first, at, { emptyLooks: 0 }), ready(second, standbyPlan)]);

/** What is done when, by a path that looks every 50 ms, while packets come with these pauses in between, [from, for] in ms. */
function watch(
  pauses: readonly (readonly [number, number])[],
  untilMs: number,
  lostPerLook = 0,
): readonly string[] {
  let state: Path = withStandby;
  const done: string[] = [];
  let media = 10;
  let lost = 0;
  for (let ms = 50; ms <= untilMs; ms += 50) {
    const isPaused = pauses.some(([from, forMs]) => ms > from && ms < from + forMs);
    if (!isPaused) media += 12;
    if (!isPaused) lost += lostPerLook;
    const step = look(state, ms, media, lost);
    state = step.path;
    done.push(...words(step).map((word) => `${ms}: ${word}`));
  }
  return done;
}

describe('a link that stutters', () => {
  test('20 % loss on a busy machine, as recorded: a longer pause after shorter ones is no broken path', () => {
    const recorded = [
      [3_714, 152],
      [4_688, 141],
      [6_495, 172],
      [7_865, 156],
      [17_120, 138],
      [24_109, 337],
    ] as const;
    expect(watch(recorded, 30_000)).toEqual([]);
  });

  test('a path that breaks for good after such pauses is left after 450 ms at most', () => {
    const broken = [
      [5_000, 250],
      [10_000, 60_000],
    ] as const;
    expect(watch(broken, 11_000).slice(0, 2)).toEqual(['10450: sendOver 2', '10450: tellMoved 2']);
  });

  test('a path that breaks without a pause before is left after 300 ms', () => {
    expect(watch([[10_000, 60_000]], 11_000).slice(0, 2)).toEqual([
      '10300: sendOver 2',
      '10300: tellMoved 2',
    ]);
  });
});

test('a device that stood still looks late and finds nothing: what came meanwhile is there at the next look', () => {
  const late = look(withStandby, 350, 10);
  expect(words(late)).toEqual([]);
  expect(words(look(late.path, 400, 30))).toEqual([]);
  expect(words(look(late.path, 400, 10))).toEqual(['sendOver 2', 'tellMoved 2']);
});

describe('a link that loses packets', () => {
  test('one in ten: a pause of a third of a second is no broken path', () => {
    expect(watch([[10_000, 340]], 30_000, 1.2)).toEqual([]);
  });

  test('one in ten: a path that breaks for good is left after 450 ms', () => {
    expect(watch([[10_000, 60_000]], 11_000, 1.2).slice(0, 1)).toEqual(['10450: sendOver 2']);
  });

  test('one in a hundred says nothing', () => {
    expect(watch([[10_000, 60_000]], 11_000, 0.12).slice(0, 1)).toEqual(['10300: sendOver 2']);
  });

  test('losses that were made good before say nothing', () => {
    expect(
      noteLoss(
        noHitch,
        shareLost({ since: at, media: 100, lost: 9 }, { media: 200, lost: 3 }, at + 2_000) ?? 1,
        at,
      ),
    ).toEqual(noHitch);
  });
});

test('pauses in the first two seconds of a link say nothing, and others are forgotten after half a minute', () => {
  expect(noteHitch(noHitch, 250, at, 1_999)).toEqual(noHitch);
  const hitch = noteHitch(noHitch, 200, at, 2_000);
  expect(patienceAfter(hitch, 300, at + 29_999)).toBe(400);
  expect(patienceAfter(hitch, 300, at + 30_000)).toBe(300);
  expect(noteHitch(hitch, 160, at + 100, 9_000)).toEqual(hitch);
  expect(noteHitch(hitch, 60, at + 30_000, 40_000)).toEqual({ ms: 60, at: at + 30_000 });
});
