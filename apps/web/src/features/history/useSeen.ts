import { bounds, type CallId, type Entry } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useShown } from '../../ui/Shown.tsx';

/**
 * Counts entries as seen once people can see them. Returns those that were new on this visit, so that they can still
 * be marked as such.
 */
export function useSeen(entries: readonly Entry[]): ReadonlySet<CallId> {
  const engine = useEngine();
  const shown = useShown();
  const [fresh, setFresh] = useState<ReadonlySet<CallId>>(new Set());
  const unseen = idsOfUnseen(entries);
  if (unseen.some((id) => !fresh.has(id))) setFresh(new Set([...fresh, ...unseen]));
  useEffect(() => {
    const ids = idsOfUnseen(entries);
    if (shown && ids.length > 0) engine.markSeen(ids.slice(0, bounds.historyBatch));
  }, [engine, entries, shown]);
  return fresh;
}

function idsOfUnseen(entries: readonly Entry[]): CallId[] {
  return entries.filter(({ seen }) => !seen).map(({ callId }) => callId);
}
