import { bounds, type CallId, type Entry } from '@ringback/protocol';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { useBatched } from '../../../ui/visibility/OnVisible.tsx';

/**
 * Sends a request once for each call, and again after the server was away; for at most `batchSize` calls at a time. A
 * refused call is not repeated before that: if the server keeps refusing to mark it as seen, the requests would never end.
 * Undefined while the server is unreachable.
 */
function useOncePerCall(
  request: (callIds: readonly CallId[]) => void,
  batchSize: number,
): ((callIds: readonly CallId[]) => void) | undefined {
  const isOnline = useConnection().state === 'online';
  const requested = useRef(new Set<CallId>());
  useEffect(() => {
    if (!isOnline) requested.current.clear();
  }, [isOnline]);
  const requestOnce = useCallback(
    (callIds: readonly CallId[]) => {
      const ids = [...new Set(callIds)].filter((id) => !requested.current.has(id));
      for (const id of ids) requested.current.add(id);
      for (let at = 0; at < ids.length; at += batchSize) request(ids.slice(at, at + batchSize));
    },
    [request, batchSize],
  );
  return isOnline ? requestOnce : undefined;
}

/** Which entries are new during this visit of a list. */
interface SeenEntries {
  /** Unseen when they appeared in the list; marked as new even after they were seen. */
  readonly fresh: ReadonlySet<CallId>;
  /** Marks calls as seen; undefined while the server is unreachable. */
  readonly onSeen: ((...callIds: readonly CallId[]) => void) | undefined;
}

/** Marks entries as seen once people have seen them. */
export function useSeen(entries: readonly Entry[]): SeenEntries {
  const [fresh, setFresh] = useState<ReadonlySet<CallId>>(new Set());
  const { history } = useEngine();
  const mark = useCallback((callIds: readonly CallId[]) => history.markSeen(callIds), [history]);
  const markOnce = useOncePerCall(mark, bounds.historyBatch);
  const markBatched = useBatched<CallId>((callIds) => markOnce?.(callIds));
  const unseen = entries.filter(({ seen }) => !seen).map(({ callId }) => callId);
  if (unseen.some((id) => !fresh.has(id))) setFresh(new Set([...fresh, ...unseen]));
  const onSeen = markOnce && markBatched;
  return useMemo(() => ({ fresh, onSeen }), [fresh, onSeen]);
}

/** Loads the notes that were left after calls: once for each call, and again after the server was away. */
export function useNotesOf(entries: readonly Entry[]): void {
  const { notes } = useEngine();
  const find = useCallback((callIds: readonly CallId[]) => notes.find(callIds), [notes]);
  const findOnce = useOncePerCall(find, bounds.historyPage);
  useEffect(() => {
    findOnce?.(entries.filter(mayHaveNote).map(({ callId }) => callId));
  }, [findOnce, entries]);
}

/** People leave notes after calls that were not answered. */
function mayHaveNote({ label }: Entry): boolean {
  return label !== 'answered' && label !== 'failed';
}
