import { describe, expect, test } from 'vitest';
import { observeFrame, startWorkload, type Workload } from './workload.ts';

const cameraRate = 30;

interface Stretch {
  readonly seconds: number;
  readonly workMs: number;
  readonly perSecond?: number;
  readonly cameraRate?: number;
}

/** What is known after these stretches of time, one after the other. */
function after(...stretches: readonly Stretch[]): Workload {
  let [state, at] = [startWorkload('card'), 1_000];
  for (const { seconds, workMs, perSecond = 20, cameraRate: rate = cameraRate } of stretches)
    for (let frame = 0; frame < seconds * perSecond; frame += 1) {
      at += 1_000 / perSecond;
      state = observeFrame(state, { at, workMs }, rate);
    }
  return state;
}

const warmUp: Stretch = { seconds: 5, workMs: 20 };

describe('a blurred background', () => {
  test('that keeps up stays as good as it is', () => {
    expect(after({ seconds: 60, workMs: 30 })).toMatchObject({ effort: 0, isTooSlow: false });
  });

  test('without a graphics card gets less work from the start', () => {
    expect(startWorkload('software').effort).toBe(1);
  });

  test('that falls behind gets less work for each frame, before it is given up', () => {
    const slow = { workMs: 50 };
    expect(after(warmUp, { seconds: 4, ...slow })).toMatchObject({ effort: 1, isTooSlow: false });
    expect(after(warmUp, { seconds: 7, ...slow })).toMatchObject({ effort: 2, isTooSlow: false });
    expect(after(warmUp, { seconds: 13, ...slow }).isTooSlow).toBe(true);
  });

  test('that is far too slow gets the least work at once', () => {
    const hopeless = { workMs: 200, perSecond: 3 };
    expect(after(warmUp, { seconds: 4, ...hopeless })).toMatchObject({ effort: 2, isTooSlow: false });
    expect(after(warmUp, { seconds: 11, ...hopeless }).isTooSlow).toBe(true);
  });

  test('that keeps up with less work stays', () => {
    expect(after(warmUp, { seconds: 4, workMs: 50 }, { seconds: 60, workMs: 25 })).toMatchObject({
      effort: 1,
      isTooSlow: false,
    });
  });

  test('one slow moment at the least effort is not the end', () => {
    const slow = { seconds: 3, workMs: 50 };
    const state = after(warmUp, slow, slow, slow, { seconds: 10, workMs: 20 }, slow);
    expect(state).toMatchObject({ effort: 2, isTooSlow: false });
  });

  test('is slow while it starts, with a page that is busy: nothing changes', () => {
    expect(after({ seconds: 4.9, workMs: 900, perSecond: 1 }, { seconds: 30, workMs: 20 })).toMatchObject({
      effort: 0,
      isTooSlow: false,
    });
  });

  test('gets few frames from a page that is busy with something else: it is not to blame', () => {
    expect(after(warmUp, { seconds: 60, workMs: 20, perSecond: 4 })).toMatchObject({
      effort: 0,
      isTooSlow: false,
    });
  });

  test('of a camera that is slow in a dim room has more time for each frame', () => {
    const dim = { seconds: 60, workMs: 60, perSecond: 8 };
    expect(after(warmUp, { ...dim, cameraRate: 8 })).toMatchObject({ effort: 0, isTooSlow: false });
    expect(after(warmUp, dim).isTooSlow).toBe(true);
  });
});
