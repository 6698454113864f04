import { useEffect, useState } from 'react';
import { attempt } from '../browser/attempt.ts';

/** Becomes true once the browser has been idle since the component mounted: the time for work that can wait. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const request = attempt(() => window.requestIdleCallback(() => setIdle(true), { timeout: 1_000 }));
    if (request !== undefined) return () => window.cancelIdleCallback(request);
    // Safari lacks requestIdleCallback: wait a short while instead.
    const timer = setTimeout(() => setIdle(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return idle;
}
