import { useEffect, useEffectEvent, useState, useSyncExternalStore, type RefObject } from 'react';
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
  leaveFullScreen();
}

/** Leaves the full screen; false where the page does not fill it. */
export function leaveFullScreen(): boolean {
  if (!isFullScreen()) return false;
  attempt(() => document.exitFullscreen())?.catch(() => undefined);
  return true;
}

function observeFullScreen(onChange: () => void): () => void {
  document.addEventListener('fullscreenchange', onChange);
  return () => document.removeEventListener('fullscreenchange', onChange);
}

/** Whatever is pressed for a purpose of its own. Small pictures move and swap. */
const purposes =
  'button, a, input, textarea, select, label, dialog, [popover], [role], [data-controls], [data-name]:not([data-place="large"]), p';

/** Whether a double press at this element is meant for the stage as a whole. */
function isEmptySpace(pressed: EventTarget | null, region: Element): boolean {
  if (!(pressed instanceof Element)) return false;
  const purpose = pressed.closest(purposes);
  return purpose === null || !region.contains(purpose);
}

/** Calls back on a double press on empty space of the region, while there is something to do. */
export function useEmptySpacePress(
  regionRef: RefObject<HTMLElement | null>,
  onPress: (() => void) | undefined,
): void {
  const press = useEffectEvent(() => onPress?.());
  useEffect(() => {
    const region = regionRef.current;
    if (region === null) return undefined;
    const onDoubleClick = ({ target }: MouseEvent): void => {
      if (isEmptySpace(target, region)) press();
    };
    region.addEventListener('dblclick', onDoubleClick);
    return () => region.removeEventListener('dblclick', onDoubleClick);
  }, [regionRef]);
}
