import {
  type CallId,
  type Media,
  type Person,
  type Result,
  type WireCall,
  isUnansweredPhase,
  roleOf,
} from '@ringback/protocol';
import {
  type Transition,
  sendRequest,
  placeRequest,
  transition,
  withCurrentCall,
} from '../state/callEffect.ts';
import type { CallsState, DeviceCall, Placing } from '../state/callsState.ts';
import { isOutcomeUnknown } from '../../connection/signalingClient.ts';
import { giveUp, markClosed, rejected } from './callEnd.ts';
import { openInputs } from './inputs.ts';

/** A server that did not answer is asked again after this long. */
const retryMs = 1_000;
/** For so long an unanswered request is repeated; it carries the same id, so that it is done once at most. */
export const giveUpAfterMs = 30_000;

/** Starts a call: on the screen at once, at the server as soon as it is known whether the browser will ask first. */
export function placePressed(
  state: CallsState,
  press: { readonly callId: CallId; readonly to: Person; readonly media: Media },
  now: number,
): Transition {
  if (state.me === null || !state.isOnline || state.currentCall !== null) return transition(state);
  const { callId: key, to, media } = press;
  const currentCall: DeviceCall = {
    key,
    id: key,
    peer: to,
    direction: 'outgoing',
    media,
    localMedia: media,
    pressedAt: now,
    stage: { name: 'asking', permission: 'checking' },
    microphone: { state: 'closed' },
    camera: { state: 'closed' },
  };
  return withCurrentCall({ ...state, outcome: null }, currentCall, [
    { type: 'queryMicrophonePermission', key },
  ]);
}

/** Places at once, unless the browser has to ask for the microphone: then that comes first. */
export function permissionKnown(
  state: CallsState,
  key: CallId,
  permission: 'granted' | 'prompt' | 'denied' | 'unknown',
  now: number,
): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || currentCall.stage.name !== 'asking') return transition(state);
  if (permission !== 'prompt') return place(state, currentCall, now);
  const prompting: DeviceCall = {
    ...currentCall,
    stage: { name: 'asking', permission: 'prompting' },
    microphone: { state: 'opening', isMuted: false },
  };
  return withCurrentCall(state, prompting, [{ type: 'openInput', key, kind: 'audio' }]);
}

/** The question for the microphone is answered, one way or the other: without one the call goes on listening only. */
export function placeOnceAsked(state: CallsState, now: number): Transition {
  const { currentCall } = state;
  if (currentCall?.stage.name !== 'asking' || currentCall.microphone.state === 'opening')
    return transition(state);
  return currentCall.stage.permission === 'checking' ? transition(state) : place(state, currentCall, now);
}

/** The other one calls me while the browser still asks for my microphone: nobody need wait for that. */
export function placeIfCalled(state: CallsState, call: WireCall, now: number): Transition {
  const { currentCall } = state;
  if (currentCall?.stage.name !== 'asking' || !isUnansweredPhase(call.phase)) return transition(state);
  return call.caller.userId === currentCall.peer.id ? place(state, currentCall, now) : transition(state);
}

/** Sends the placement on its way, and opens the inputs meanwhile. */
function place(state: CallsState, currentCall: DeviceCall, now: number): Transition {
  const opening = openInputs(currentCall);
  const placing: DeviceCall = { ...opening.currentCall, stage: { name: 'placing', since: now } };
  return withCurrentCall(state, placing, [...sendRequest(state, placeRequest(placing)), ...opening.effects]);
}

/** Asks once more for what may or may not have been done. */
export function placeAgain(
  state: CallsState,
  currentCall: DeviceCall,
  placing: Placing,
  now: number,
): Transition {
  if (now - placing.since >= giveUpAfterMs) return giveUp(state, currentCall, now);
  const again: DeviceCall = { ...currentCall, stage: { name: 'placing', since: placing.since } };
  return withCurrentCall(state, again, sendRequest(state, placeRequest(currentCall)));
}

/** The server did not place the call, or may not have. */
export function placeFailed(state: CallsState, key: CallId, result: Result<never>, now: number): Transition {
  const { currentCall } = state;
  if (result.ok || currentCall?.key !== key || currentCall.stage.name !== 'placing') return transition(state);
  const { code, message } = result.error;
  if (!isOutcomeUnknown(result) || code === 'tooMany') return rejected(state, currentCall, message, now);
  if (code === 'offline') return transition(state);
  return withCurrentCall(state, { ...currentCall, stage: { ...currentCall.stage, retryAt: now + retryMs } });
}

/** The call came to be after this device had already taken it back: under whatever id, it is over here. */
export function placedTooLate(state: CallsState, call: WireCall): Transition {
  return transition(markClosed(state, call.id));
}

/**
 * Whether a call of the other one is what my own placement to them became: both called at once, theirs was first, and
 * the server took mine for an answer.
 */
export function isCurrentCallByGlare(state: CallsState, call: WireCall): boolean {
  const { me, currentCall } = state;
  if (me === null || currentCall?.stage.name !== 'placing') return false;
  return call.caller.userId === currentCall.peer.id && call.answeredBy === me.deviceId;
}

/** Makes the server's call the one that this device is in. */
export function adopt(state: CallsState, currentCall: DeviceCall, call: WireCall): DeviceCall {
  const role = state.me === null ? undefined : roleOf(call, state.me.person.id);
  const direction = role === 'callee' ? 'incoming' : 'outgoing';
  return { ...currentCall, id: call.id, media: call.media, direction };
}
