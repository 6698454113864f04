import type { CurrentCall } from '@ringback/client';
import { useEffect, useState } from 'react';

/** From then on an answer is a moment like any other: the link that it needs is up. In ms since the call was placed. */
const ringingMs = 2_500;
/** The first pictures and the first sound are there. In ms since the call is up. */
const talkingMs = 700;

/**
 * Whether the call has come to rest. Until then the browser has the most to do: inputs, links, the first pictures and this
 * screen. What can wait, such as levels and the code of rarer parts, starts afterwards. Once true, it stays.
 */
export function useSettled({ status: { kind } }: Pick<CurrentCall, 'status'>): boolean {
  const [isSettled, setIsSettled] = useState(false);
  const delayMs = settledAfterMs(kind);
  useEffect(() => {
    if (delayMs === undefined) return undefined;
    const timer = setTimeout(() => setIsSettled(true), delayMs);
    return () => clearTimeout(timer);
  }, [delayMs]);
  return isSettled;
}

/** How long a status lasts until nothing more is to be expected; undefined while there is. */
function settledAfterMs(kind: CurrentCall['status']['kind']): number | undefined {
  switch (kind) {
    case 'askingMicrophone':
    case 'calling':
    case 'ringing':
      return ringingMs;
    case 'connecting':
      return undefined;
    case 'talking':
    case 'held':
    case 'reconnecting':
    case 'waiting':
      return talkingMs;
  }
}
