import type { CallId, CheckedPayload, DeviceId, LinkId, Role, WireCall } from '@ringback/protocol';
import type { PeerMessage, Tracks } from '@ringback/rtc';
import type { MediaDeviceType } from '../../media/mediaDevices.ts';
import type { InputKind } from './callAction.ts';
import type { CallsState, DeviceCall } from './callsState.ts';

/** What the outside must do after a decision, in this order. */
export type Effect =
  | ServerRequestEffect
  | { readonly type: 'queryMicrophonePermission'; readonly key: CallId }
  | InputEffect
  /** A call may need links soon, which then need not wait to know their servers. */
  | { readonly type: 'prefetchIceServers'; readonly callId: CallId }
  /** Connects while the call rings. */
  | (MediaSessionOpening & { readonly type: 'warmUpMediaSession' })
  /** The call is answered: over the path that connected meanwhile, or a new one. */
  | (MediaSessionOpening & { readonly type: 'openMediaSession' })
  | { readonly type: 'closeMediaSession'; readonly callId: CallId; readonly peerDeviceId: DeviceId }
  /** No link of the call is wanted any more, nor will be: nothing is kept for one. */
  | { readonly type: 'releaseMediaSessions'; readonly callId: CallId }
  /** Sends over every path of the call: before it is answered here, there is no other than that to the caller. */
  | { readonly type: 'sendTracks'; readonly callId: CallId; readonly tracks: Tracks }
  | {
      readonly type: 'receiveSignal';
      readonly callId: CallId;
      readonly peerDeviceId: DeviceId;
      readonly linkId: LinkId;
      readonly box: string;
    }
  | { readonly type: 'sendPeerMessage'; readonly callId: CallId; readonly message: PeerMessage }
  | { readonly type: 'signalingRestored'; readonly callId: CallId };

interface MediaSessionOpening {
  readonly callId: CallId;
  readonly role: Role;
  readonly peerDeviceId: DeviceId;
  readonly warm: WireCall['warm'];
}

/** The outcome of a decision. */
export interface Transition {
  readonly state: CallsState;
  readonly effects: readonly Effect[];
}

/** A decision that ends here. */
export function transition(state: CallsState, effects: readonly Effect[] = []): Transition {
  return { state, effects };
}

/** Decides on: what comes next starts from the state so far, and its effects come after those so far. */
export function andThen(
  { state, effects }: Transition,
  reduce: (state: CallsState) => Transition,
): Transition {
  const more = reduce(state);
  return { state: more.state, effects: [...effects, ...more.effects] };
}

/** A decision that changes the call of this device. */
export function withCurrentCall(
  state: CallsState,
  currentCall: DeviceCall,
  effects: readonly Effect[] = [],
): Transition {
  return { state: { ...state, currentCall }, effects };
}

/** Requests that are answered with the call they are about. */
export type CallRequestName =
  | 'call:get'
  | 'call:place'
  | 'call:ringing'
  | 'call:accept'
  | 'call:decline'
  | 'call:end'
  | 'call:linkUp'
  | 'call:linkDown';

/** A question to the server about one call. */
export type ServerRequest = {
  readonly [N in CallRequestName]: { readonly name: N; readonly payload: CheckedPayload<N> };
}[CallRequestName];

/** The server is to be asked; its answer comes back as an event. */
type ServerRequestEffect = { readonly type: 'serverRequest'; readonly request: ServerRequest };

/** Asks, or does nothing while the server cannot be reached: what matters then is asked again once it can be. */
export function sendRequest(state: CallsState, request: ServerRequest): readonly ServerRequestEffect[] {
  return state.isOnline ? [{ type: 'serverRequest', request }] : [];
}

/** To be placed, under the id that this device chose for it. */
export function placeRequest(currentCall: DeviceCall): ServerRequest {
  return {
    name: 'call:place',
    payload: { callId: currentCall.key, to: currentCall.peer.id, media: currentCall.localMedia },
  };
}

/** What is to be done with microphones and cameras. */
export type InputEffect =
  | {
      readonly type: 'openInput';
      readonly key: CallId;
      readonly kind: InputKind;
      /** Exactly this one, by id. */
      readonly requestedId?: string;
      /** Whichever the browser prefers, since what was chosen may be what has just gone away. */
      readonly isReplacement?: true;
    }
  | { readonly type: 'stopTrack'; readonly track: MediaStreamTrack }
  | { readonly type: 'enableTrack'; readonly track: MediaStreamTrack; readonly isEnabled: boolean }
  /** Looks out for silence on this microphone alone from now on, or on none. */
  | { readonly type: 'monitorMicrophone'; readonly track: MediaStreamTrack | null }
  /** Remembers a choice for the next calls of this browser profile. */
  | { readonly type: 'savePreferredDevice'; readonly kind: MediaDeviceType; readonly mediaDeviceId: string };
