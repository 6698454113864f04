import { bounds, type CallId, type Entry } from '@ringback/protocol';
import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection } from '../../engine/hooks.ts';
import { useShown } from '../../ui/Shown.tsx';

/**
 * What comes in while one looks at the list is news first: its notice stays for as long as any short word does, so that
 * it is read out and found by whoever looks away for a moment.
 */
const newsForMs = 4_000;

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
  const shownSinceMs = useRef(0);
  const unseen = idsOfUnseen(entries);
  if (unseen.some((id) => !fresh.has(id))) setFresh(new Set([...fresh, ...unseen]));

  useEffect(() => {
    if (shown) shownSinceMs.current = Date.now();
  }, [shown]);

  useEffect(() => {
    if (!online) asked.current.clear();
    if (!online || !shown) return undefined;
    const mark = (ids: readonly CallId[]) => {
      const batch = ids.filter((id) => !asked.current.has(id)).slice(0, bounds.historyBatch);
      for (const id of batch) asked.current.add(id);
      if (batch.length > 0) engine.markSeen(batch);
    };
    const isOld = ({ endedAt }: Entry) => endedAt < shownSinceMs.current;
    mark(idsOfUnseen(entries.filter(isOld)));
    const timer = setTimeout(() => mark(idsOfUnseen(entries)), newsForMs);
    return () => clearTimeout(timer);
  }, [engine, entries, shown, online]);
  return fresh;
}

function idsOfUnseen(entries: readonly Entry[]): CallId[] {
  return entries.filter(({ seen }) => !seen).map(({ callId }) => callId);
}
