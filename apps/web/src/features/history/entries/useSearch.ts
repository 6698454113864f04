import type { EntryList, HistoryFilter } from '@ringback/client';
import { useEffect } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection, useHistory } from '../../../engine/storeHooks.ts';

const searching: EntryList = { entries: [], state: 'loading' };

/** What a search finds, while there is one; undefined for an empty search. */
export function useSearch(search: string, filter: HistoryFilter): EntryList | undefined {
  const engine = useEngine();
  const found = useHistory((history) => history.found);
  const isOnline = useConnection().state !== 'connecting';
  useEffect(() => {
    // A reloaded page has no connection yet, and would find nothing.
    if (isOnline) engine.searchHistory(search, filter);
  }, [engine, search, filter, isOnline]);
  useEffect(() => () => engine.searchHistory('', 'all'), [engine]);
  if (search === '') return undefined;
  return found?.search === search && found.filter === filter ? found.list : searching;
}
