import { bounds, type CallId, type Entry } from '@ringback/protocol';
import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection } from '../../engine/hooks.ts';
import { useGathered } from '../../ui/useGathered.ts';

/** What is new in a list on this visit. */
interface Seen {
  /** Also those that were seen by now, so that they can still be marked as new. */
  readonly fresh: ReadonlySet<CallId>;
  /** Counts calls as seen; undefined while the server cannot be told. */
  readonly onSeen: ((...callIds: readonly CallId[]) => void) | undefined;
}

/** Counts entries as seen once people have seen them. */
export function useSeen(entries: readonly Entry[]): Seen {
  const engine = useEngine();
  const isOnline = useConnection().state === 'online';
  const [fresh, setFresh] = useState<ReadonlySet<CallId>>(new Set());
  // What the server refuses is unseen again at once: asked anew with each refusal it would be asked without end.
  const asked = useRef(new Set<CallId>());
  const unseen = entries.filter(({ seen }) => !seen).map(({ callId }) => callId);
  if (unseen.some((id) => !fresh.has(id))) setFresh(new Set([...fresh, ...unseen]));
  useEffect(() => {
    if (!isOnline) asked.current.clear();
  }, [isOnline]);
  const seen = useGathered<CallId>((callIds) => {
    const ids = [...new Set(callIds)].filter((id) => !asked.current.has(id));
    for (const id of ids) asked.current.add(id);
    for (let at = 0; at < ids.length; at += bounds.historyBatch)
      engine.markSeen(ids.slice(at, at + bounds.historyBatch));
  });
  return { fresh, onSeen: isOnline ? seen : undefined };
}
