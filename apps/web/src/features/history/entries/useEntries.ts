import type { EntryList, HistoryFilter } from '@ringback/client';
import { useEffect } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection, useHistory } from '../../../engine/storeHooks.ts';

/** One list of the history; its first page is fetched when it is first looked at, and again once a failure is over. */
export function useEntries(filter: HistoryFilter): EntryList {
  const engine = useEngine();
  const list = useHistory((history) => history[filter]);
  const { state: connection } = useConnection();
  const mustLoad = connection === 'online' && list.state === 'unknown';
  useEffect(() => {
    if (mustLoad) void engine.loadHistory(filter);
  }, [engine, filter, mustLoad]);
  return list;
}
