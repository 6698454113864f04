import type { CallId, Entry, Result } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection, useHistory } from '../../../engine/storeHooks.ts';
import { useEntries } from './useEntries.ts';

/** What is known of an entry. */
export type EntryLookup =
  | { readonly state: 'loading' | 'unknown' }
  | { readonly state: 'known'; readonly entry: Entry }
  | { readonly state: 'failed'; readonly retry: () => void };

/** One entry by its call. An address may lead to a call that is in none of the pages that were fetched; it is asked for. */
export function useEntry(callId: CallId): EntryLookup {
  const engine = useEngine();
  const all = useEntries('all');
  const missed = useHistory((history) => history.missed);
  const found = useHistory((history) => history.found);
  const { state: connection } = useConnection();
  const [answer, setAnswer] = useState<Result<Entry>>();
  const listed = [all, missed, ...(found === null ? [] : [found.list])]
    .map(({ entries }) => entries.find((entry) => entry.callId === callId))
    .find((entry) => entry !== undefined);
  const isSettled = all.state === 'partial' || all.state === 'failed';
  const isMissing = listed === undefined && answer === undefined && isSettled && connection === 'online';

  useEffect(() => {
    let isCurrent = true;
    async function ask() {
      const result = await engine.findEntry(callId);
      if (isCurrent) setAnswer(result);
    }
    if (isMissing) void ask();
    return () => {
      isCurrent = false;
    };
  }, [engine, callId, isMissing]);

  if (listed !== undefined) return { state: 'known', entry: listed };
  // Deleted just now, perhaps on another device.
  if (all.state === 'complete') return { state: 'unknown' };
  if (answer === undefined) return { state: 'loading' };
  if (answer.ok) return { state: 'known', entry: answer.data };
  if (answer.error.code === 'notFound') return { state: 'unknown' };
  return { state: 'failed', retry: () => setAnswer(undefined) };
}
