/**
 * What came in over a link paused and went on by itself: the pause was no broken path. Busy machines make such pauses,
 * far more often than networks do, and one seldom comes alone.
 */
export interface Hitch {
  readonly ms: number;
  readonly at: number;
}

export const noHitch: Hitch = { ms: 0, at: 0 };

/** In two calls at 20 % loss on a busy machine, pauses of 172 and 222 ms were followed by 337 and 321 ms within so long. */
const rememberedMs = 30_000;
/** Cameras that start and screens that are drawn hold up what comes first, and say nothing of what comes later. */
const settledMs = 2_000;

/** The longest pause of late, after one more. `sinceMs`: for how long the link has carried. */
export function noteHitch(before: Hitch, pauseMs: number, at: number, sinceMs: number): Hitch {
  const kept = at - before.at < rememberedMs ? before : noHitch;
  return sinceMs >= settledMs && pauseMs > kept.ms ? { ms: pauseMs, at } : kept;
}

/** Moving this late, a call is without sound for little more than half a second. */
const longestMs = 450;

/** Far above what a good network loses, far below what makes a call unpleasant. */
const lossyShare = 0.03;

/** A link over which so much gets lost pauses sooner or later: in minutes at 10 % loss, once for 301 ms at both ends. */
export function noteLoss(before: Hitch, share: number, at: number): Hitch {
  return share < lossyShare ? before : { ms: longestMs / 2, at };
}

/** How long a pause must be to count as a broken path: `ms` where there were no hitches, and twice the longest else. */
export function patienceAfter(hitch: Hitch, ms: number, at: number): number {
  if (at - hitch.at >= rememberedMs) return ms;
  return Math.max(ms, Math.min(2 * hitch.ms, longestMs));
}
