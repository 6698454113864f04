import type { CallId } from '@ringback/protocol';
import { useLayoutEffect, useRef } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { layoutAt, moveFor, type PlaceInHistory } from './callLayout.ts';

/** Lays out the call with this id, if there is one, by the entry of the browser's history one is at. */
export function useCallLayout(callId: CallId | undefined) {
  const state = useHistoryState<unknown>();
  const [path, navigate] = useLocation();
  const search = useSearch();
  // The place stays what it is, with what is searched for there.
  const address = search === '' ? path : `${path}?${search}`;
  const settledFor = useRef<CallId | undefined>(undefined);

  // Before painting, so that a call never flashes up as a bar.
  useLayoutEffect(() => {
    if (settledFor.current === callId) return;
    settledFor.current = callId;
    const move = moveFor(history.state, callId);
    if (move === 'clear') navigate(address, { replace: true, state: null });
    if (callId === undefined || move === 'stay' || move === 'clear') return;
    const place: PlaceInHistory = { callId, layout: 'full' };
    navigate(address, { replace: move === 'replace', state: place });
  }, [callId, address, navigate]);

  const goTo = (layout: PlaceInHistory['layout'], replace: boolean) => {
    if (callId !== undefined)
      navigate(address, { replace, state: { callId, layout } satisfies PlaceInHistory });
  };
  return {
    layout: callId === undefined ? 'bar' : layoutAt(state, callId),
    shrink: () => goTo('bar', true),
    expand: () => goTo('full', false),
  };
}
