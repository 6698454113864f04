import { useEffect, useState } from 'react';

const { timeOrigin } = performance;
const sinceOriginMs = performance.now.bind(performance);

/**
 * Milliseconds since 1970 on the page's monotonic clock, as the calling engine counts them: a running time must not jump
 * when the wall clock is set.
 */
function monotonicNow(): number {
  return timeOrigin + sinceOriginMs();
}

/**
 * This machine's monotonic time in ms, updated at each full second after `sinceMs`: a running time then changes exactly when it
 * must, and two tabs change together.
 */
export function useNow(sinceMs: number): number {
  const [nowMs, setNowMs] = useState(monotonicNow);
  useEffect(() => {
    // A few ms late on purpose: a timer that fires early would show the old second for another whole second.
    const untilNextMs = 1000 - ((((nowMs - sinceMs) % 1000) + 1000) % 1000) + 5;
    const timer = setTimeout(() => setNowMs(monotonicNow()), untilNextMs);
    return () => clearTimeout(timer);
  }, [nowMs, sinceMs]);
  return nowMs;
}

/** The wall clock's time in ms, updated at each full minute: precise enough for words like "Today". */
export function useMinute(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setTimeout(() => setNowMs(Date.now()), 60_000 - (nowMs % 60_000));
    return () => clearTimeout(timer);
  }, [nowMs]);
  return nowMs;
}

/** Often enough for a progress ring that grows smoothly. */
const elapsedUpdateMs = 100;

/** The time elapsed since `sinceMs` in ms, updated ten times a second; 0 if `sinceMs` is undefined. */
export function useElapsed(sinceMs: number | undefined): number {
  const [nowMs, setNowMs] = useState(monotonicNow);
  useEffect(() => {
    if (sinceMs === undefined) return undefined;
    const timer = setInterval(() => setNowMs(monotonicNow()), elapsedUpdateMs);
    return () => clearInterval(timer);
  }, [sinceMs]);
  return sinceMs === undefined ? 0 : Math.max(0, nowMs - sinceMs);
}

/** Whether something has been so for this long, in ms. */
export function useLasting(isSo: boolean, forMs: number): boolean {
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    if (!isSo) return undefined;
    const timer = setTimeout(() => setHasLasted(true), forMs);
    return () => {
      clearTimeout(timer);
      setHasLasted(false);
    };
  }, [isSo, forMs]);
  return isSo && hasLasted;
}
