import type { CallId, CheckedPayload, DeviceId, LinkId, Role, WireCall } from '@ringback/protocol';
import type { PeerMessage, ScreenContent, Tracks } from '@ringback/rtc';
import type { MediaDeviceType } from '../../media/mediaDevices.ts';
import type { Processing } from '../../media/processing/processing.ts';
import type { PreferredDevice } from '../../media/preferredDevices.ts';
import type { CallsState, DeviceCall, InputKind } from './callsState.ts';

/** What the runtime must do after a transition, in this order. */
export type Effect =
  | ServerRequestEffect
  /** What is known about the server's time is doubtful. */
  | { readonly type: 'measureClock' }
  | { readonly type: 'queryMicrophonePermission'; readonly key: CallId }
  | InputEffect
  | ScreenEffect
  /** A call may soon need links; they start faster when the ICE servers are already known. */
  | { readonly type: 'prefetchIceServers'; readonly callId: CallId }
  /** Connects while the call is still ringing. */
  | (MediaSessionOpening & { readonly type: 'warmUpMediaSession' })
  /** The call is answered: uses the session that was warmed up, or opens a new one. */
  | (MediaSessionOpening & { readonly type: 'openMediaSession' })
  | { readonly type: 'closeMediaSession'; readonly callId: CallId; readonly peerDeviceId: DeviceId }
  /** The call needs no media session any more: drops what is kept for it, such as its ICE servers. */
  | { readonly type: 'releaseMediaSessions'; readonly callId: CallId }
  /** Sends over all sessions of the call; a callee has none but the one to the caller. */
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

/** An effect on microphones and cameras. */
export type InputEffect =
  | {
      readonly type: 'openInput';
      readonly key: CallId;
      readonly kind: InputKind;
      /** Opens this device or none. */
      readonly requestedId?: string;
      /** Opens what the browser prefers: the preferred device may be the one that just went away. */
      readonly isReplacement?: true;
    }
  | { readonly type: 'stopTrack'; readonly track: MediaStreamTrack }
  | { readonly type: 'enableTrack'; readonly track: MediaStreamTrack; readonly isEnabled: boolean }
  /** Detects silence on this microphone instead of any other; null stops it. */
  | { readonly type: 'monitorMicrophone'; readonly track: MediaStreamTrack | null }
  /** Processes an open input like this from now on, or not at all; `stopTrack` ends it as well. */
  | {
      readonly type: 'processInput';
      readonly track: MediaStreamTrack;
      readonly processing?: Processing;
    }
  | { readonly type: 'listDevices' }
  | {
      readonly type: 'savePreferredDevice';
      readonly kind: MediaDeviceType;
      readonly device: PreferredDevice;
    };

/** An effect on what is shared of the screen. */
export type ScreenEffect =
  /** Lets the user pick what to share. */
  | { readonly type: 'openScreen'; readonly key: CallId; readonly content: ScreenContent }
  | { readonly type: 'tuneScreen'; readonly track: MediaStreamTrack; readonly content: ScreenContent };

/** The requests whose response is the call they are about. */
export type CallRequestName =
  | 'call:get'
  | 'call:place'
  | 'call:ringing'
  | 'call:askReason'
  | 'call:giveReason'
  | 'call:accept'
  | 'call:hold'
  | 'call:decline'
  | 'call:end'
  | 'call:linkUp'
  | 'call:linkDown';

/** A request to the server about one call. */
export type ServerRequest = {
  readonly [N in CallRequestName]: { readonly name: N; readonly payload: CheckedPayload<N> };
}[CallRequestName];

/** The response arrives as a `serverResponded` action. */
type ServerRequestEffect = { readonly type: 'serverRequest'; readonly request: ServerRequest };

/** Sends a request, or nothing while offline: after reconnecting, the reducer requests again what still matters. */
export function sendRequest(state: CallsState, request: ServerRequest): readonly ServerRequestEffect[] {
  return state.isOnline ? [{ type: 'serverRequest', request }] : [];
}

/** Measures the server's time again, or does nothing while offline: the next hello measures it. */
export function measureClock(state: CallsState): readonly Effect[] {
  return state.isOnline ? [{ type: 'measureClock' }] : [];
}

/** The request that places a call under the id that this device chose. */
export function placeRequest({ key, peer, localMedia, about }: DeviceCall): ServerRequest {
  const said = {
    ...(about?.reason !== undefined && { reason: about.reason }),
    ...(about?.isUrgent && { urgent: about.isUrgent }),
  };
  return { name: 'call:place', payload: { callId: key, to: peer.id, media: localMedia, ...said } };
}

/** The next state, and the effects that lead there. */
export interface Transition {
  readonly state: CallsState;
  readonly effects: readonly Effect[];
}

export function transition(state: CallsState, effects: readonly Effect[] = []): Transition {
  return { state, effects };
}

/** Continues from the state of a transition, and appends the effects of the second one. */
export function andThen(
  { state, effects }: Transition,
  reduce: (state: CallsState) => Transition,
): Transition {
  const second = reduce(state);
  return { state: second.state, effects: [...effects, ...second.effects] };
}

/** Replaces the call of this device. */
export function withCurrentCall(
  state: CallsState,
  currentCall: DeviceCall,
  effects: readonly Effect[] = [],
): Transition {
  return { state: { ...state, currentCall }, effects };
}
