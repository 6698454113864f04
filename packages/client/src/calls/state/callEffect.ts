import type { CallId, CheckedPayload, DeviceId, LinkId, Role, WireCall } from '@ringback/protocol';
import type { PeerMessage, Tracks } from '@ringback/rtc';
import type { EquipmentKind } from '../../media/mediaDevices.ts';
import type { InputKind } from './callAction.ts';
import type { CallsState, MyCall } from './callsState.ts';

/** What the outside must do after a decision, in this order. */
export type Effect =
  | AskEffect
  | { readonly type: 'checkMicrophone'; readonly key: CallId }
  | InputEffect
  /** A call may need links soon, which then need not wait to know their servers. */
  | { readonly type: 'askForServers'; readonly callId: CallId }
  /** Connects while the call rings. */
  | (PathOpening & { readonly type: 'warmPath' })
  /** The call is answered: over the path that connected meanwhile, or a new one. */
  | (PathOpening & { readonly type: 'openPath' })
  | { readonly type: 'closePath'; readonly callId: CallId; readonly peerDeviceId: DeviceId }
  /** No link of the call is wanted any more, nor will be: nothing is kept for one. */
  | { readonly type: 'forgetCall'; readonly callId: CallId }
  /** Sends over every path of the call: before it is answered here, there is no other than that to the caller. */
  | { readonly type: 'send'; readonly callId: CallId; readonly tracks: Tracks }
  | {
      readonly type: 'receive';
      readonly callId: CallId;
      readonly peerDeviceId: DeviceId;
      readonly linkId: LinkId;
      readonly box: string;
    }
  | { readonly type: 'tell'; readonly callId: CallId; readonly message: PeerMessage }
  | { readonly type: 'signalingIsBack'; readonly callId: CallId };

interface PathOpening {
  readonly callId: CallId;
  readonly role: Role;
  readonly peerDeviceId: DeviceId;
  readonly warm: WireCall['warm'];
}

/** The outcome of a decision. */
export interface Step {
  readonly state: CallsState;
  readonly effects: readonly Effect[];
}

/** A decision that ends here. */
export function step(state: CallsState, effects: readonly Effect[] = []): Step {
  return { state, effects };
}

/** Decides on: what comes next starts from the state so far, and its effects come after those so far. */
export function next({ state, effects }: Step, decide: (state: CallsState) => Step): Step {
  const more = decide(state);
  return { state: more.state, effects: [...effects, ...more.effects] };
}

/** A decision that changes the call of this device. */
export function withMine(state: CallsState, mine: MyCall, effects: readonly Effect[] = []): Step {
  return { state: { ...state, mine }, effects };
}

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
type AskEffect = { readonly type: 'ask'; readonly ask: Ask };

/** Asks, or does nothing while the server cannot be reached: what matters then is asked again once it can be. */
export function asking(state: CallsState, ask: Ask): readonly AskEffect[] {
  return state.isOnline ? [{ type: 'ask', ask }] : [];
}

/** To be placed, under the id that this device chose for it. */
export function placeAsk(mine: MyCall): Ask {
  return { name: 'call:place', payload: { callId: mine.key, to: mine.peer.id, media: mine.myMedia } };
}

/** What is to be done with microphones and cameras. */
export type InputEffect =
  | {
      readonly type: 'openInput';
      readonly key: CallId;
      readonly kind: InputKind;
      /** Exactly this one, by id. */
      readonly wanted?: string;
      /** Whichever the browser prefers, since what was chosen may be what has just gone away. */
      readonly isReplacement?: true;
    }
  | { readonly type: 'stopTrack'; readonly track: MediaStreamTrack }
  | { readonly type: 'enableTrack'; readonly track: MediaStreamTrack; readonly isEnabled: boolean }
  /** Looks out for silence on this microphone alone from now on, or on none. */
  | { readonly type: 'listen'; readonly track: MediaStreamTrack | null }
  /** Remembers a choice for the next calls of this browser profile. */
  | { readonly type: 'keepChoice'; readonly kind: EquipmentKind; readonly pieceId: string };
