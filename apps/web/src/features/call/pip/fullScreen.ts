import { useEffect, useState, useSyncExternalStore } from 'react';
import { attempt, succeeds } from '../../../ui/browser/attempt.ts';

/** Each action is present exactly while it is possible. */
export interface FullScreen {
  readonly enterFullScreen?: () => void;
  readonly exitFullScreen?: () => void;
  /** The browser refused the last request. */
  readonly isFullScreenRefused: boolean;
}

/** The whole page fills the screen, so that dialogs and notices stay in sight. Left as soon as it is not `isAllowed`. */
export function useFullScreen(isAllowed: boolean): FullScreen {
  const isFull = useSyncExternalStore(observeFullScreen, isFullScreen);
  const [isFullScreenRefused, setIsRefused] = useState(false);
  useEffect(() => (isAllowed ? leave : undefined), [isAllowed]);
  const enter = async (): Promise<void> => {
    setIsRefused(!(await succeeds(() => document.documentElement.requestFullscreen())));
  };
  if (isFull) return { exitFullScreen: leave, isFullScreenRefused: false };
  const canEnter = isAllowed && attempt(() => document.fullscreenEnabled) === true;
  return { ...(canEnter && { enterFullScreen: () => void enter() }), isFullScreenRefused };
}

function isFullScreen(): boolean {
  return (document.fullscreenElement ?? null) !== null;
}

function leave(): void {
  if (isFullScreen()) attempt(() => document.exitFullscreen())?.catch(() => undefined);
}

function observeFullScreen(onChange: () => void): () => void {
  document.addEventListener('fullscreenchange', onChange);
  return () => document.removeEventListener('fullscreenchange', onChange);
}
