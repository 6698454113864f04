import { useEffect, useState } from 'react';

/** Often enough for a ring that grows smoothly. */
const everyMs = 100;

/** How long something goes on, in ms; 0 where it does not. */
export function useElapsed(sinceMs: number | undefined): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (sinceMs === undefined) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [sinceMs]);
  return sinceMs === undefined ? 0 : Math.max(0, nowMs - sinceMs);
}
