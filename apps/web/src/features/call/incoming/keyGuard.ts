import { useCallback, useRef, type KeyboardEvent } from 'react';
import { isTyping } from '../../../ui/controls/isTyping.ts';

/** Keys do nothing for this long in a dialog that opens by itself: by then, a user who was typing has stopped. */
const keyGuardMs = 700;

/** Whether a key was probably meant for what was on screen before. Times in ms of one clock. */
export function isTooEarly(
  key: { readonly atMs: number; readonly repeat: boolean },
  shownAtMs: number,
): boolean {
  // A key held down since before repeats beyond the guard time.
  return key.repeat || key.atMs - shownAtMs < keyGuardMs;
}

/**
 * Keeps early keys from the buttons of a dialog. `restart` counts from the next paint, which can be late on a busy machine:
 * no key before it can be meant for the dialog.
 */
export function useKeyGuard() {
  const shownAtMs = useRef(Number.POSITIVE_INFINITY);
  const restart = useCallback(() => {
    shownAtMs.current = Number.POSITIVE_INFINITY;
    requestAnimationFrame(() => (shownAtMs.current = performance.now()));
  }, []);
  const stopEarlyKeys = useCallback((event: KeyboardEvent) => {
    // Keys typed into a text field outside the dialog do not arrive here; one inside it was opened by a press.
    if (isTyping()) return;
    if (isTooEarly({ atMs: event.timeStamp, repeat: event.repeat }, shownAtMs.current))
      event.preventDefault();
  }, []);
  return { restart, onKeyDownCapture: stopEarlyKeys, onKeyUpCapture: stopEarlyKeys };
}
