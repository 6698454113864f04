import { useEffect, useState } from 'react';

/**
 * The time on this machine's clock, new at each full second after `sinceMs`, so that a running time changes exactly
 * when it should and two tabs change together.
 */
export function useNow(sinceMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    // A few ms late rather than early: a timer that fires early would show the old second for a whole one.
    const untilNextMs = 1000 - ((((nowMs - sinceMs) % 1000) + 1000) % 1000) + 5;
    const timer = setTimeout(() => setNowMs(Date.now()), untilNextMs);
    return () => clearTimeout(timer);
  }, [nowMs, sinceMs]);
  return nowMs;
}
