import type { CallId } from '@ringback/protocol';
import type { CallsState } from './state.ts';

/** Calls of which something may still be said after they are over. */
const mostOver = 64;

/**
 * Marks calls as over on this device, for good: whatever is said of them later, they neither ring nor come back.
 * The call that this device is in is never among them; it ends by `leave` alone.
 */
export function markOver(state: CallsState, ...ids: readonly CallId[]): CallsState {
  const fresh = [...new Set(ids)].filter((id) => !state.over.includes(id) && id !== state.mine?.id);
  if (fresh.length === 0) return state;
  return {
    ...state,
    over: [...state.over, ...fresh].slice(-mostOver),
    rings: state.rings.filter((ring) => !fresh.includes(ring.call.id)),
    early: state.early.filter((signal) => !fresh.includes(signal.callId)),
  };
}
