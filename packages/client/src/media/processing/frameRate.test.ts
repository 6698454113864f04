import { describe, expect, test } from 'vitest';
import { initialFrameRate, observeFrame, type FrameRate } from './frameRate.ts';

/** What is known after so many seconds of frames at this rate. */
function after(seconds: number, perSecond: number, cameraRate = 30, before = initialFrameRate): FrameRate {
  let state = before;
  const start = before.windowStart ?? 0;
  for (let frame = 0; frame <= seconds * perSecond; frame += 1)
    state = observeFrame(state, start + (frame * 1_000) / perSecond, cameraRate);
  return state;
}

describe('a blurred background', () => {
  test('that keeps up stays as good as it is', () => {
    expect(after(60, 24)).toMatchObject({ effort: 0, isTooSlow: false });
  });

  test('that falls behind gets less work for each frame, before it is given up', () => {
    expect(after(4, 10)).toMatchObject({ effort: 1, isTooSlow: false });
    expect(after(7, 10)).toMatchObject({ effort: 2, isTooSlow: false });
    expect(after(20, 10).isTooSlow).toBe(true);
  });

  test('that keeps up with less work stays', () => {
    const eased = after(4, 10);
    expect(after(60, 20, 30, eased)).toMatchObject({ effort: 1, isTooSlow: false });
  });

  test('one slow moment at the least effort is not the end', () => {
    const least = after(7, 10);
    const hiccup = after(3.5, 10, 30, { ...least, windowStart: 0, frames: 0 });
    expect(hiccup).toMatchObject({ effort: 2, isTooSlow: false });
    expect(after(10, 20, 30, hiccup)).toMatchObject({ isTooSlow: false, slowInARow: 0 });
  });

  test('of a camera that is slow in a dim room is not to blame', () => {
    expect(after(60, 7, 8)).toMatchObject({ effort: 0, isTooSlow: false });
  });
});
