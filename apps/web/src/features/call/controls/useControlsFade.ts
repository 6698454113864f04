import { useEffect, useState, type RefObject } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';

/** Controls over a video fade after this time without input. */
const idleAfterMs = 3_500;

/**
 * Whether the controls are faded: no input for a while, none of them has the focus, and no menu is open. Only while
 * `isEnabled`, with a picture behind them.
 */
export function useControlsFade(regionRef: RefObject<HTMLElement | null>, isEnabled: boolean): boolean {
  const [isFaded, setIsFaded] = useState(false);
  useEffect(() => {
    const region = regionRef.current;
    if (!isEnabled || region === null) {
      setIsFaded(false);
      return undefined;
    }
    return watchInput(region, setIsFaded);
  }, [regionRef, isEnabled]);
  return isFaded && isEnabled;
}

const inputEvents = ['pointermove', 'pointerdown', 'keydown', 'focusin', 'focusout'] as const;

function watchInput(region: HTMLElement, setIsFaded: (isFaded: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const fade = () => {
    const hasFocus = region !== document.activeElement && region.contains(document.activeElement);
    if (hasFocus || hasOpenMenu(region)) wake();
    else setIsFaded(true);
  };
  const wake = () => {
    clearTimeout(timer);
    setIsFaded(false);
    timer = setTimeout(fade, idleAfterMs);
  };
  // A touch that brings back the controls must not press the invisible button under it.
  const suppressFirstTouch = (event: PointerEvent) => {
    if (event.pointerType !== 'touch' || region.dataset['idle'] !== 'true') return;
    region.addEventListener('click', suppress, { capture: true, once: true });
    setTimeout(() => region.removeEventListener('click', suppress, { capture: true }), 500);
  };
  region.addEventListener('pointerdown', suppressFirstTouch, { capture: true });
  for (const inputEvent of inputEvents) window.addEventListener(inputEvent, wake);
  timer = setTimeout(fade, idleAfterMs);
  return () => {
    clearTimeout(timer);
    region.removeEventListener('pointerdown', suppressFirstTouch, { capture: true });
    for (const inputEvent of inputEvents) window.removeEventListener(inputEvent, wake);
  };
}

/** False where the browser does not know the selector. */
function hasOpenMenu(region: HTMLElement): boolean {
  return (attempt(() => region.querySelector(':popover-open')) ?? null) !== null;
}

function suppress(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}
