import type { CallId, DeviceId, LinkId, Role, WireCall } from '@ringback/protocol';
import type { PeerMessage, Tracks } from '@ringback/rtc';
import type { AskEffect } from './ask.ts';
import type { InputEffect } from './inputEffect.ts';
import type { CallsState, MyCall } from './state.ts';

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
