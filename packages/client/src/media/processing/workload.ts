import type { Graphics } from './segmenter.ts';

/**
 * Whether this device can blur as fast as its camera gives frames, by the time it works on each of them. How many frames
 * come out would say less: a page that loads or a hidden tab gives few, and works no longer on each.
 *
 * ```
 *   warming up ──> effort 0 ──a slow window──> effort 1 ──a slow window──> effort 2 ──two slow windows in a row──> tooSlow
 *                      └──────a window that is far too slow───────────────────^
 * ```
 *
 * There is no way back, or the picture would change its size all the time.
 */
export interface Workload {
  /** Less is done for each frame with each step; see `BlurCanvas` and `maskEvery`. */
  readonly effort: 0 | 1 | 2;
  readonly isTooSlow: boolean;
  readonly startedAt: number | undefined;
  readonly windowStart: number;
  readonly frames: number;
  readonly workMs: number;
  readonly slowInARow: number;
}

/** Without a graphics card, to draw a frame 960 pixels wide takes five times as long as one of half the camera's (measured). */
export function startWorkload(graphics: Graphics): Workload {
  return {
    effort: graphics === 'card' ? 0 : 1,
    isTooSlow: false,
    startedAt: undefined,
    windowStart: 0,
    frames: 0,
    workMs: 0,
    slowInARow: 0,
  };
}

/** The person is looked for in every so many frames, by effort; between two of them people hardly move. */
export const maskEvery = [2, 2, 3] as const;

/** What happens meanwhile is not counted: code is compiled, and a call that has just come up keeps the page busy. In ms. */
const warmUpMs = 5_000;

/** Long enough to outlast a hiccup, short enough not to send a slide show for long. In ms. */
const windowMs = 3_000;

/** A face that talks looks choppy below this. */
const leastPerSecond = 15;

/** Of the time of the page's main thread; the rest is for the call. */
const mostShare = 0.5;

/** One frame was made. `at`: when, in ms; `workMs`: how long that took; `cameraRate`: frames a second that the camera gives. */
export function observeFrame(
  state: Workload,
  { at, workMs }: { readonly at: number; readonly workMs: number },
  cameraRate: number,
): Workload {
  const startedAt = state.startedAt ?? at;
  if (at - startedAt < warmUpMs) return { ...state, startedAt, windowStart: at };
  const seen = { ...state, frames: state.frames + 1, workMs: state.workMs + workMs };
  return at - state.windowStart < windowMs ? seen : judge(seen, at, cameraRate);
}

function judge(state: Workload, at: number, cameraRate: number): Workload {
  // A dim room slows a camera down, which leaves more time for each frame.
  const needed = Math.min(leastPerSecond, cameraRate * 0.75);
  const allowedMs = (mostShare * 1_000) / needed;
  const meanMs = state.workMs / state.frames;
  const next = { ...state, windowStart: at, frames: 0, workMs: 0 };
  if (meanMs <= allowedMs) return { ...next, slowInARow: 0 };
  if (state.effort === 0 && meanMs <= 2 * allowedMs) return { ...next, effort: 1 };
  if (state.effort < 2) return { ...next, effort: 2 };
  return { ...next, slowInARow: state.slowInARow + 1, isTooSlow: state.slowInARow >= 1 };
}
