import type { CallId, Entry } from '@ringback/protocol';
import { useEffect } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useHistory } from '../../engine/hooks.ts';
import { useEntries } from './useEntries.ts';

/**
 * One entry by its call. An address may lead to a call that lies further back than was fetched: then the pages before
 * it are fetched one by one, until it is found or there are no more.
 */
export function useEntry(callId: CallId): Entry | 'loading' | 'unknown' | 'failed' {
  const engine = useEngine();
  const all = useEntries('all');
  const { missed } = useHistory();
  const entry = [...all.entries, ...missed.entries].find((each) => each.callId === callId);
  const missing = entry === undefined;
  useEffect(() => {
    if (missing && all.state === 'partial') void engine.loadHistory('all');
  }, [engine, missing, all]);
  if (entry !== undefined) return entry;
  if (all.state === 'failed') return 'failed';
  return all.state === 'complete' ? 'unknown' : 'loading';
}
