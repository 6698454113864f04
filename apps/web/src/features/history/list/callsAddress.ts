import type { HistoryFilter } from '@ringback/client';
import { bounds, type CallId } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';

/** For so long nothing is typed before the search is written into the address: browsers take no fast ones. */
const pauseMs = 400;

/** Where one is in the history, as the address bar has it. */
export interface CallsAddress {
  readonly filter: HistoryFilter;
  /** As it is typed. */
  readonly search: string;
  readonly choose: (filter: HistoryFilter) => void;
  readonly find: (search: string) => void;
  /** The address of a call's details, or without one of the list, with all the rest as it is. */
  readonly to: (callId?: CallId) => string;
}

/**
 * The tab and the search of the history, kept in the address: a reload and Back find them again. Beginning a search is a
 * step that Back undoes; each further letter is none.
 */
export function useCallsAddress(callId: CallId | null | undefined): CallsAddress {
  const [, navigate] = useLocation();
  const written = placeIn(useSearch());
  const [typed, setTyped] = useState(written.search);
  const [settled, setSettled] = useState(written.search);
  if (settled !== written.search) {
    setSettled(written.search);
    setTyped(written.search);
  }
  const chosen = callId ?? undefined;
  const { filter } = written;

  useEffect(() => {
    if (typed === settled) return undefined;
    const timer = setTimeout(() => {
      setSettled(typed);
      navigate(addressOf(chosen, filter, typed), { replace: settled !== '' });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, settled, chosen, filter, navigate]);

  return {
    filter,
    search: typed,
    choose: (other) => navigate(addressOf(chosen, other, typed)),
    find: setTyped,
    to: (other) => addressOf(other, filter, typed),
  };
}

function placeIn(query: string): { readonly filter: HistoryFilter; readonly search: string } {
  const params = new URLSearchParams(query);
  const search = (params.get('q') ?? '').slice(0, bounds.searchLength);
  return { filter: params.get('tab') === 'missed' ? 'missed' : 'all', search };
}

function addressOf(callId: CallId | undefined, filter: HistoryFilter, search: string): string {
  const path = callId === undefined ? '/calls' : `/calls/${callId}`;
  const params = new URLSearchParams({
    ...(search !== '' && { q: search }),
    ...(filter !== 'all' && { tab: filter }),
  }).toString();
  return params === '' ? path : `${path}?${params}`;
}
