import type { CallScreen, Readable } from '@ringback/client';
import { createStore } from 'zustand/vanilla';

/** Half of what people take for at once (100 ms). */
const longestHoldMs = 50;

/**
 * The calls of this device as they are drawn: at once, but for a call that was just answered. The browser opens
 * microphones and cameras in several turns of the page, and each of them waits behind what is drawn; so the call is
 * drawn once they are open, or after a hold that nobody sees. Drawn first, it cost the first sound some 40 ms (two slow
 * cores).
 */
export function drawnCalls(calls: Readable<CallScreen>): Readable<CallScreen> {
  const drawn = createStore(() => calls.getState());
  let hold: ReturnType<typeof setTimeout> | undefined;
  const draw = (): void => {
    clearTimeout(hold);
    hold = undefined;
    drawn.setState(calls.getState(), true);
  };
  calls.subscribe((after, before) => {
    const isHeld = hold !== undefined || !opensInputs(before);
    if (isHeld && opensInputs(after)) hold ??= setTimeout(draw, longestHoldMs);
    else draw();
  });
  return drawn;
}

function opensInputs({ current }: CallScreen): boolean {
  if (current?.direction !== 'incoming') return false;
  return [current.microphone, current.camera].some(({ state }) => state === 'starting');
}
