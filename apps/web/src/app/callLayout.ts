import type { CallId } from '@ringback/protocol';

/**
 * How a call is laid out is a matter of where in the browser's history one is: the entry at which the call fills the
 * screen says so in its state. So Back shrinks the call instead of leaving the page, links shrink it, and a reload keeps
 * it as it was.
 */
export interface PlaceInHistory {
  readonly callId: CallId;
  readonly layout: 'full' | 'bar';
}

/** The state of a history entry as this module wrote it; null for entries that others wrote. */
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

/** What to do to the history as the call on this device becomes another one, or none. */
export type Move = 'push' | 'replace' | 'clear' | 'stay';

/**
 * A new call takes an entry of its own, unless the present one belongs to a call that is over, or to this very call
 * from before a reload. When the call is over its entry becomes an ordinary one.
 */
export function moveFor(state: unknown, callId: CallId | undefined): Move {
  const place = readPlace(state);
  if (callId === undefined) return place === null ? 'stay' : 'clear';
  if (place === null) return 'push';
  return place.callId === callId ? 'stay' : 'replace';
}
