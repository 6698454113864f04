import { useEffect, useState } from 'react';

/** What is over sooner would only flash on the screen. */
export const noticeableMs = 500;

/** Longer than most inputs take to open, headsets over Bluetooth included. */
export const lateMs = 2_000;

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
