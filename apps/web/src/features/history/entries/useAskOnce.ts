import type { CallId } from '@ringback/protocol';
import { useCallback, useEffect, useRef } from 'react';
import { useConnection } from '../../../engine/storeHooks.ts';

/**
 * Asks the server about each call once, and again after it was away; of at most `most` calls at a time. What it refuses
 * is not asked anew before that: a call that it does not count as seen is unseen again at once, and so without end.
 * Undefined while the server cannot be asked.
 */
export function useAskOnce(
  ask: (callIds: readonly CallId[]) => void,
  most: number,
): ((callIds: readonly CallId[]) => void) | undefined {
  const isOnline = useConnection().state === 'online';
  const asked = useRef(new Set<CallId>());
  useEffect(() => {
    if (!isOnline) asked.current.clear();
  }, [isOnline]);
  const askOnce = useCallback(
    (callIds: readonly CallId[]) => {
      const ids = [...new Set(callIds)].filter((id) => !asked.current.has(id));
      for (const id of ids) asked.current.add(id);
      for (let at = 0; at < ids.length; at += most) ask(ids.slice(at, at + most));
    },
    [ask, most],
  );
  return isOnline ? askOnce : undefined;
}
