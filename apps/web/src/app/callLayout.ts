import type { CallId } from '@ringback/protocol';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import type { CallLayout } from '../features/call/stage/stageContext.ts';
import { useMatchesMedia } from '../ui/browser/matchesMedia.ts';

/**
 * The layout of a call is kept in the state of an entry of the browser's history: a call fills the screen at entries that
 * say so. So Back and links shrink the call instead of leaving it, and a reload keeps its layout.
 */
export interface PlaceInHistory {
  readonly callId: CallId;
  readonly layout: 'full' | 'bar';
}

/** The state of a history entry; null where this module did not write it. */
function readPlace(state: unknown): { readonly callId: string; readonly layout: string } | null {
  if (typeof state !== 'object' || state === null || !('callId' in state) || !('layout' in state))
    return null;
  const { callId, layout } = state;
  return typeof callId === 'string' && typeof layout === 'string' ? { callId, layout } : null;
}

/** A call fills the screen only at entries that name it. */
export function layoutAt(state: unknown, callId: CallId): 'full' | 'bar' {
  const place = readPlace(state);
  return place?.callId === callId && place.layout === 'full' ? 'full' : 'bar';
}

/** How to change the browser's history when the call of this device changes. */
export type Move = 'push' | 'replace' | 'clear' | 'stay';

/**
 * A new call gets its own entry, unless the current entry belongs to a call that is over, or to this call from before a
 * reload. When a call ends, its entry becomes an ordinary one.
 */
export function moveFor(state: unknown, callId: CallId | undefined): Move {
  const place = readPlace(state);
  if (callId === undefined) return place === null ? 'stay' : 'clear';
  if (place === null) return 'push';
  return place.callId === callId ? 'stay' : 'replace';
}

/** Whether a call fills the screen now; a new one from the first moment on, before it has entered the browser's history. */
export function fillsScreen(state: unknown, callId: CallId | undefined, hasEntered: boolean): boolean {
  if (callId === undefined) return false;
  if (!hasEntered && moveFor(state, callId) !== 'stay') return true;
  return layoutAt(state, callId) === 'full';
}

/** On a narrower window, a floating tile would cover the buttons of rows, and a call becomes a bar. */
const tileQuery = '(min-width: 1024px) and (min-height: 480px)';

/** The layout of a call by the current entry of the browser's history, and actions that change it. */
export function useCallLayout(callId: CallId | undefined) {
  const state = useHistoryState<unknown>();
  const [path, navigate] = useLocation();
  const search = useSearch();
  // Keeps the current screen and its search.
  const address = search === '' ? path : `${path}?${search}`;
  const small: CallLayout = useMatchesMedia(tileQuery) ? 'tile' : 'bar';
  const settledFor = useRef<CallId | undefined>(undefined);
  const [entered, setEntered] = useState<CallId>();
  const isAtEntry = callId !== undefined && readPlace(state)?.callId === callId;
  if (isAtEntry && entered !== callId) setEntered(callId);

  useLayoutEffect(() => {
    if (settledFor.current === callId) return;
    settledFor.current = callId;
    const move = moveFor(history.state, callId);
    if (move === 'clear') navigate(address, { replace: true, state: null });
    if (callId === undefined || move === 'stay' || move === 'clear') return;
    const place: PlaceInHistory = { callId, layout: 'full' };
    navigate(address, { replace: move === 'replace', state: place });
  }, [callId, address, navigate]);

  const goTo = useCallback(
    (layout: PlaceInHistory['layout'], replace: boolean) => {
      if (callId !== undefined)
        navigate(address, { replace, state: { callId, layout } satisfies PlaceInHistory });
    },
    [callId, address, navigate],
  );
  return {
    layout: fillsScreen(state, callId, entered === callId) ? 'full' : small,
    shrink: useCallback(() => goTo('bar', true), [goTo]),
    expand: useCallback(() => goTo('full', false), [goTo]),
  } as const;
}
