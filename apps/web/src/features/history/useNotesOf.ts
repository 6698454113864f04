import { bounds, type CallId, type Entry } from '@ringback/protocol';
import { useEffect, useRef } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection } from '../../engine/hooks.ts';

/** Looks for the notes that were left after calls: once for each call, and again after the server was away. */
export function useNotesOf(entries: readonly Entry[]): void {
  const engine = useEngine();
  const online = useConnection().state === 'online';
  const asked = useRef(new Set<CallId>());
  useEffect(() => {
    if (!online) {
      asked.current.clear();
      return;
    }
    const ids = entries.filter(mayHaveNote).map(({ callId }) => callId);
    const missing = ids.filter((id) => !asked.current.has(id));
    for (const id of missing) asked.current.add(id);
    for (let at = 0; at < missing.length; at += bounds.historyPage)
      engine.findNotes(missing.slice(at, at + bounds.historyPage));
  }, [engine, entries, online]);
}

/** Notes are left after calls that nobody answered. */
function mayHaveNote({ label }: Entry): boolean {
  return label !== 'answered' && label !== 'failed';
}
