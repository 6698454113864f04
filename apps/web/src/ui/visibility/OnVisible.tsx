import { createContext, use, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';
import { observeInView } from '../browser/observe.ts';
import { classNames } from '../styles/classNames.ts';
import styles from './OnVisible.module.css';

/** False while something covers this part of the page. */
export const VisibilityContext = createContext(true);

/** Whether people can see this part of the page: nothing covers it, and the tab is in front. */
export function useIsVisible(): boolean {
  const uncovered = use(VisibilityContext);
  return useSyncExternalStore(subscribe, isTabVisible) && uncovered;
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}

function isTabVisible(): boolean {
  return document.visibilityState === 'visible';
}

/**
 * Calls `onVisible` once people can see this spot: scrolled into the window, not covered, and in the tab in front. If
 * something covers the bottom of the window, the class says how much of it by `scroll-margin-bottom`.
 */
export function OnVisible({
  className,
  onVisible,
}: {
  readonly className?: string | undefined;
  readonly onVisible: () => void;
}) {
  const spotRef = useRef<HTMLSpanElement>(null);
  const isVisible = useIsVisible();
  const report = useEffectEvent(onVisible);
  useEffect(() => {
    const spot = spotRef.current;
    if (spot === null || !isVisible) return undefined;
    const stop = observeInView(spot, `0px 0px -${getComputedStyle(spot).scrollMarginBottom} 0px`, () => {
      stop();
      report();
    });
    return stop;
  }, [isVisible]);
  return <span ref={spotRef} aria-hidden="true" className={classNames(styles['spot'], className)} />;
}

/** Collects items that arrive at about the same time, such as rows that become visible, and passes them on together. */
export function useBatched<Item>(
  onBatch: (items: readonly Item[]) => void,
): (...items: readonly Item[]) => void {
  const latest = useRef(onBatch);
  useEffect(() => {
    latest.current = onBatch;
  });
  const [add] = useState(() => {
    const batch: Item[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    return (...items: readonly Item[]): void => {
      batch.push(...items);
      clearTimeout(timer);
      timer = setTimeout(() => latest.current(batch.splice(0)));
    };
  });
  return add;
}
