import type { EntryList } from '@ringback/client';
import type { CallId, Entry, HistoryFilter, Result } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection, useHistory } from '../../../engine/storeHooks.ts';

/** One list of the history. Loads its first page on first use, and again once a failure is over. */
export function useEntries(filter: HistoryFilter): EntryList {
  const engine = useEngine();
  const list = useHistory((history) => history[filter]);
  const { state: connection } = useConnection();
  const mustLoad = connection === 'online' && list.state === 'unknown';
  useEffect(() => {
    if (mustLoad) void engine.history.load(filter);
  }, [engine, filter, mustLoad]);
  return list;
}

const searching: EntryList = { entries: [], state: 'loading' };

/** The results of a search; undefined for an empty search. */
export function useEntrySearch(search: string, filter: HistoryFilter): EntryList | undefined {
  const engine = useEngine();
  const found = useHistory((history) => history.found);
  // A page that was just loaded has no connection yet, and the search would fail.
  const isConnected = useConnection().state !== 'connecting';
  useEffect(() => {
    if (isConnected) engine.history.search(search, filter);
  }, [engine, search, filter, isConnected]);
  useEffect(() => () => engine.history.search('', 'all'), [engine]);
  if (search === '') return undefined;
  return found?.search === search && found.filter === filter ? found.list : searching;
}

/** What is known about an entry. */
type EntryLookup =
  | { readonly state: 'loading' | 'unknown' }
  | { readonly state: 'known'; readonly entry: Entry }
  | { readonly state: 'failed'; readonly retry: () => void };

/** One entry by its call. If no loaded page has it, as after opening a link, the server is asked for it. */
export function useEntry(callId: CallId): EntryLookup {
  const engine = useEngine();
  const all = useEntries('all');
  const loaded = useLoadedEntry(callId);
  const { state: connection } = useConnection();
  const [answer, setAnswer] = useState<Result<Entry>>();
  const isSettled = all.state === 'partial' || all.state === 'failed';
  const isMissing = loaded === undefined && answer === undefined && isSettled && connection === 'online';

  useEffect(() => {
    let isCurrent = true;
    async function fetchEntry() {
      const result = await engine.history.find(callId);
      if (isCurrent) setAnswer(result);
    }
    if (isMissing) void fetchEntry();
    return () => {
      isCurrent = false;
    };
  }, [engine, callId, isMissing]);

  if (loaded !== undefined) return { state: 'known', entry: loaded };
  // The whole history is loaded without it: it was just deleted, perhaps on another device.
  if (all.state === 'complete') return { state: 'unknown' };
  if (answer === undefined) return { state: 'loading' };
  if (answer.ok) return { state: 'known', entry: answer.data };
  if (answer.error.code === 'notFound') return { state: 'unknown' };
  return { state: 'failed', retry: () => setAnswer(undefined) };
}

function useLoadedEntry(callId: CallId): Entry | undefined {
  return useHistory(({ all, missed, found }) =>
    [all, missed, ...(found === null ? [] : [found.list])]
      .map(({ entries }) => entries.find((entry) => entry.callId === callId))
      .find((entry) => entry !== undefined),
  );
}
