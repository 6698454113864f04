import type { CheckedPayload } from '@ringback/protocol';
import type { CallsState, MyCall } from './state.ts';

/** Requests that are answered with the call they are about. */
export type CallRequest =
  | 'call:get'
  | 'call:place'
  | 'call:ringing'
  | 'call:accept'
  | 'call:decline'
  | 'call:end'
  | 'call:linkUp'
  | 'call:linkDown';

/** A question to the server about one call. */
export type Ask = {
  readonly [N in CallRequest]: { readonly name: N; readonly payload: CheckedPayload<N> };
}[CallRequest];

/** The server is to be asked; its answer comes back as an event. */
export type AskEffect = { readonly type: 'ask'; readonly ask: Ask };

/** Asks, or does nothing while the server cannot be reached: what matters then is asked again once it can be. */
export function asking(state: CallsState, ask: Ask): readonly AskEffect[] {
  return state.isOnline ? [{ type: 'ask', ask }] : [];
}

/** To be placed, under the id that this device chose for it. */
export function placeAsk(mine: MyCall): Ask {
  return { name: 'call:place', payload: { callId: mine.key, to: mine.peer.id, media: mine.myMedia } };
}
