/**
 * Whether this device keeps up with its camera. Less is done for each frame, step by step, before it gives up.
 *
 * ```
 *   effort 0 ──a slow window──> effort 1 ──a slow window──> effort 2 ──two slow windows in a row──> tooSlow
 * ```
 */
export interface FrameRate {
  /** 0: everything for each frame. 1: the person is looked for in every second one. 2: in every third one, and smaller. */
  readonly effort: 0 | 1 | 2;
  readonly isTooSlow: boolean;
  readonly windowStart: number | undefined;
  readonly frames: number;
  readonly slowInARow: number;
}

export const initialFrameRate: FrameRate = {
  effort: 0,
  isTooSlow: false,
  windowStart: undefined,
  frames: 0,
  slowInARow: 0,
};

/** Long enough to outlast a page that loads, short enough not to send a slide show for long. In ms. */
const windowMs = 3_000;

/** A face that talks looks choppy below this. */
const leastPerSecond = 15;

/** A frame was made at `at`, in ms. `cameraRate`: frames a second that the camera gives. */
export function observeFrame(state: FrameRate, at: number, cameraRate: number): FrameRate {
  if (state.windowStart === undefined) return { ...state, windowStart: at, frames: 0 };
  const frames = state.frames + 1;
  const passed = at - state.windowStart;
  if (passed < windowMs) return { ...state, frames };
  // A dim room slows a camera down, and that is not this device's fault.
  const needed = Math.min(leastPerSecond, cameraRate * 0.75);
  const isSlow = (frames * 1_000) / passed < needed;
  const next = { ...state, windowStart: at, frames: 0, slowInARow: isSlow ? state.slowInARow + 1 : 0 };
  if (!isSlow) return next;
  if (state.effort === 0) return { ...next, effort: 1, slowInARow: 0 };
  if (state.effort === 1) return { ...next, effort: 2, slowInARow: 0 };
  return { ...next, isTooSlow: next.slowInARow >= 2 };
}
