import type { CallScreen, ReadonlyStore } from '@ringback/client';
import { createStore } from 'zustand/vanilla';

/** Half of the 100 ms that people perceive as instant. */
const longestHoldMs = 50;
/** People can't tell when the other one has pressed. */
const answerHoldMs = 100;

/**
 * The calls store as screens show it: the same, except that
 *
 * - a call that was just answered here appears once its microphone and camera are open, or after 50 ms. The browser opens
 *   inputs in several turns of the page's event loop, each of which waits behind rendering: with rendering first, the first
 *   sound came some 40 ms later (on two slow cores).
 * - a call that was just answered there connects on the screen 100 ms later: the offer of its link takes several turns, too.
 */
export function holdWhileInputsOpen(calls: ReadonlyStore<CallScreen>): ReadonlyStore<CallScreen> {
  const screen = createStore(() => calls.getState());
  let hold: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => {
    clearTimeout(hold);
    hold = undefined;
    screen.setState(calls.getState(), true);
  };
  calls.subscribe((after, before) => {
    const isHeld = hold !== undefined;
    if (opensInputs(after) && (isHeld || !opensInputs(before))) hold ??= setTimeout(show, longestHoldMs);
    else if (offersLink(after) && (isHeld || isUnanswered(before))) hold ??= setTimeout(show, answerHoldMs);
    else show();
  });
  return screen;
}

function opensInputs({ current }: CallScreen): boolean {
  if (current?.direction !== 'incoming') return false;
  return [current.microphone, current.camera].some(({ state }) => state === 'starting');
}

function offersLink({ current }: CallScreen): boolean {
  return current?.direction === 'outgoing' && current.phase === 'connecting';
}

function isUnanswered({ current }: CallScreen): boolean {
  return current?.phase === 'calling' || current?.phase === 'ringing';
}
