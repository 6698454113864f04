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
