import { bounds, type Entry } from '@ringback/protocol';
import { useEffect } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useAskOnce } from './useAskOnce.ts';

/** Looks for the notes that were left after calls: once for each call, and again after the server was away. */
export function useNotesOf(entries: readonly Entry[]): void {
  const findOnce = useAskOnce(useEngine().findNotes, bounds.historyPage);
  useEffect(() => {
    findOnce?.(entries.filter(mayHaveNote).map(({ callId }) => callId));
  }, [findOnce, entries]);
}

/** Notes are left after calls that nobody answered. */
function mayHaveNote({ label }: Entry): boolean {
  return label !== 'answered' && label !== 'failed';
}
