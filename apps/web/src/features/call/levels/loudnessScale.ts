/* What a loudness in dBFS means: how it looks, and whether it is feedback. */

/**
 * The range of what is shown, in dBFS. Browsers level voices to about -25; the pauses of a quiet room stay below -50, so
 * that they leave everything still.
 */
const floorDb = -48;
const ceilingDb = -14;

/** How loud something looks, from 0 to 1. Linear in decibels, as people perceive loudness. */
export function levelOf(loudnessDb: number): number {
  return Math.min(1, Math.max(0, (loudnessDb - floorDb) / (ceilingDb - floorDb)));
}

/** The shares of the way to the new level that one step takes: up with the syllable, down slowly enough to be seen. */
const rise = 0.65;
const fall = 0.24;

/** The level that is shown next. What is too small to see is 0, so that silence comes to rest. */
export function approach(shown: number, level: number): number {
  const next = shown + (level - shown) * (level > shown ? rise : fall);
  return next < 0.02 ? 0 : next;
}

/** Coarse enough that a held tone changes nothing on the screen, fine enough to look smooth. */
const levelSteps = 24;

/** A level as a multiple of a small step. */
export function inSteps(level: number): number {
  return Math.round(level * levelSteps) / levelSteps;
}

/**
 * Feedback is loud and has no pauses, which no voice manages for so long: the microphone of one side hears the speaker of
 * the other, and echo cancellation knows only its own.
 */
const howlingDb = -10;
const howlingMs = 1_500;

/** Since when it has been loud without a pause, in ms; undefined while it is not. */
export type LoudSince = number | undefined;

/** Takes the next loudness, in dBFS, `at` in ms. */
export function nextLoudSince(loudSince: LoudSince, loudnessDb: number, at: number): LoudSince {
  return loudnessDb < howlingDb ? undefined : (loudSince ?? at);
}

/** Whether that is feedback. */
export function isHowling(loudSince: LoudSince, at: number): boolean {
  return loudSince !== undefined && at - loudSince >= howlingMs;
}
