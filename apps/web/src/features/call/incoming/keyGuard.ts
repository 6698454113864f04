/**
 * How long keys do nothing in an alert that came by itself: whoever was typing as it appeared has stopped by then.
 * The figure is the product's rule.
 */
const keyGuardMs = 700;

/** Whether a key is taken for one that was meant for what was on screen before. Times in ms of one clock. */
export function isTooEarly(
  key: { readonly atMs: number; readonly repeat: boolean },
  shownAtMs: number,
): boolean {
  // A key held down since before repeats past the guard.
  return key.repeat || key.atMs - shownAtMs < keyGuardMs;
}
