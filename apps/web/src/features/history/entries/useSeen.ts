import { bounds, type CallId, type Entry } from '@ringback/protocol';
import { useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useBatched } from '../../../ui/visibility/useBatched.ts';
import { useAskOnce } from './useAskOnce.ts';

/** What is new in a list on this visit. */
interface Seen {
  /** Also those that were seen by now, so that they can still be marked as new. */
  readonly fresh: ReadonlySet<CallId>;
  /** Counts calls as seen; undefined while the server cannot be told. */
  readonly onSeen: ((...callIds: readonly CallId[]) => void) | undefined;
}

/** Counts entries as seen once people have seen them. */
export function useSeen(entries: readonly Entry[]): Seen {
  const [fresh, setFresh] = useState<ReadonlySet<CallId>>(new Set());
  const markOnce = useAskOnce(useEngine().markSeen, bounds.historyBatch);
  const seen = useBatched<CallId>((callIds) => markOnce?.(callIds));
  const unseen = entries.filter(({ seen }) => !seen).map(({ callId }) => callId);
  if (unseen.some((id) => !fresh.has(id))) setFresh(new Set([...fresh, ...unseen]));
  return { fresh, onSeen: markOnce && seen };
}
