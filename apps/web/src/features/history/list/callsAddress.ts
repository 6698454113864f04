import { bounds, historyFilters, type CallId, type HistoryFilter } from '@ringback/protocol';
import * as v from 'valibot';
import { useCallback, useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';

/** The search enters the address after this pause in typing: browsers throttle frequent changes. */
const typingPauseMs = 400;

/** The tab, the search and the selected call, as the address bar has them. */
export interface CallsAddress {
  readonly filter: HistoryFilter;
  /** As typed, also before it enters the address. */
  readonly search: string;
  readonly setFilter: (filter: HistoryFilter) => void;
  readonly setSearch: (search: string) => void;
  /** The address of a call's details, or without a call, of the list; with the same tab and search. Stable. */
  readonly to: (callId?: CallId) => string;
}

/**
 * Keeps the tab and the search of the history in the address, so that a reload and Back restore them. The first letter of
 * a search adds an entry to the browser's history, further ones replace it.
 */
export function useCallsAddress(callId: CallId | null | undefined): CallsAddress {
  const [, navigate] = useLocation();
  const written = parseQuery(useSearch());
  const [typed, setTyped] = useState(written.search);
  const [applied, setApplied] = useState(written.search);
  if (applied !== written.search) {
    setApplied(written.search);
    setTyped(written.search);
  }
  const selected = callId ?? undefined;
  const { filter } = written;

  useEffect(() => {
    if (typed === applied) return undefined;
    const timer = setTimeout(() => {
      setApplied(typed);
      navigate(addressOf(selected, filter, typed), { replace: applied !== '' });
    }, typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, applied, selected, filter, navigate]);

  const to = useCallback((other?: CallId) => addressOf(other, filter, typed), [filter, typed]);
  return {
    filter,
    search: typed,
    setFilter: (other) => navigate(addressOf(selected, other, typed)),
    setSearch: setTyped,
    to,
  };
}

function parseQuery(query: string): { readonly filter: HistoryFilter; readonly search: string } {
  const params = new URLSearchParams(query);
  const search = (params.get('q') ?? '').slice(0, bounds.searchLength);
  const tab = params.get('tab');
  return { filter: historyFilters.find((filter) => filter === tab) ?? 'all', search };
}

function addressOf(callId: CallId | undefined, filter: HistoryFilter, search: string): string {
  const path = callId === undefined ? '/calls' : `/calls/${callId}`;
  const params = new URLSearchParams({
    ...(search !== '' && { q: search }),
    ...(filter !== 'all' && { tab: filter }),
  }).toString();
  return params === '' ? path : `${path}?${params}`;
}

/** The state that the browser's history keeps for the step from the list to a call's details. */
export const fromList = { from: 'calls' } as const;
const FromList = v.object({ from: v.literal(fromList.from) });

/** Whether going back leads to the list, which the browser then restores with its scroll position. */
export function isFromList(): boolean {
  return v.is(FromList, history.state);
}
