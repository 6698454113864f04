import { bounds, type CallId, type Entry } from '@ringback/protocol';
import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection } from '../../engine/hooks.ts';
import { useShown } from '../../ui/Shown.tsx';

/**
 * Counts entries as seen once people can see them. Returns those that were new on this visit, so that they can still
 * be marked as such.
 */
export function useSeen(entries: readonly Entry[]): ReadonlySet<CallId> {
  const engine = useEngine();
  const shown = useShown();
  const online = useConnection().state === 'online';
  const [fresh, setFresh] = useState<ReadonlySet<CallId>>(new Set());
  // What the server refuses is unseen again at once: asked anew with each refusal it would be asked without end.
  const asked = useRef(new Set<CallId>());
  const unseen = idsOfUnseen(entries);
  if (unseen.some((id) => !fresh.has(id))) setFresh(new Set([...fresh, ...unseen]));

  useEffect(() => {
    if (!online) asked.current.clear();
    if (!online || !shown) return;
    const ids = idsOfUnseen(entries).filter((id) => !asked.current.has(id));
    if (ids.length === 0) return;
    const batch = ids.slice(0, bounds.historyBatch);
    for (const id of batch) asked.current.add(id);
    engine.markSeen(batch);
  }, [engine, entries, shown, online]);
  return fresh;
}

function idsOfUnseen(entries: readonly Entry[]): CallId[] {
  return entries.filter(({ seen }) => !seen).map(({ callId }) => callId);
}
