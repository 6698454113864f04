import { useEffect, useState, type RefObject } from 'react';

/** How long a picture is looked at before the controls over it fade. */
const idleAfterMs = 3_500;

/**
 * Whether the controls may fade: nothing moved for a while, and none of them has the focus.
 * Only while `isEnabled`; without a picture behind them there is nothing to uncover.
 */
export function useControlsFade(regionRef: RefObject<HTMLElement | null>, isEnabled: boolean): boolean {
  const [isFaded, setIsFaded] = useState(false);
  useEffect(() => {
    const region = regionRef.current;
    if (!isEnabled || region === null) {
      setIsFaded(false);
      return undefined;
    }
    return watchForRest(region, setIsFaded);
  }, [regionRef, isEnabled]);
  return isFaded && isEnabled;
}

const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin', 'focusout'] as const;

function watchForRest(region: HTMLElement, setIsFaded: (isFaded: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const rest = () => {
    const isHeld = region !== document.activeElement && region.contains(document.activeElement);
    if (isHeld) wake();
    else setIsFaded(true);
  };
  const wake = () => {
    clearTimeout(timer);
    setIsFaded(false);
    timer = setTimeout(rest, idleAfterMs);
  };
  // A finger that wakes the controls must not press the invisible button under it.
  const swallowWakingTouch = (event: PointerEvent) => {
    if (event.pointerType !== 'touch' || region.dataset['idle'] !== 'true') return;
    region.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => region.removeEventListener('click', swallow, { capture: true }), 500);
  };
  region.addEventListener('pointerdown', swallowWakingTouch, { capture: true });
  for (const sign of signs) window.addEventListener(sign, wake);
  timer = setTimeout(rest, idleAfterMs);
  return () => {
    clearTimeout(timer);
    region.removeEventListener('pointerdown', swallowWakingTouch, { capture: true });
    for (const sign of signs) window.removeEventListener(sign, wake);
  };
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}
