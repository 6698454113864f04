/** The levels at the low and at the high tone, in dB. */
export type ToneLevels = readonly [low: number, high: number];

/** Louder than the changes of voices and music at one frequency from moment to moment. */
const riseDb = 12;

/**
 * Whether a microphone heard a low tone and then a high one. Each has to be louder while it plays than while the other one
 * does, so that a hum or a beep of the room is not taken for it.
 */
export function isToneHeard(levels: readonly ToneLevels[]): boolean {
  const [whileLow, whileHigh] = levels;
  if (whileLow === undefined || whileHigh === undefined) return false;
  return rises(whileHigh[0], whileLow[0]) && rises(whileLow[1], whileHigh[1]);
}

/** Without any sound both are -Infinity, whose difference is no number. */
function rises(from: number, to: number): boolean {
  return Number.isFinite(to) && to - from >= riseDb;
}
