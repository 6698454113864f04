import { isUnansweredPhase, roleOf, type CallId, type Result, type WireCall } from '@ringback/protocol';
import { isOutcomeUnknown } from '../../connection/signalingClient.ts';
import type { CallAction } from '../state/callAction.ts';
import {
  placeRequest,
  sendRequest,
  transition,
  withCurrentCall,
  type Transition,
} from '../state/callEffect.ts';
import type { CallsState, DeviceCall, Placing } from '../state/callsState.ts';
import { giveUp, markClosed, rejected } from './callEnd.ts';
import { openInputs } from './inputs.ts';

/** Delay before a placement without a response is repeated. */
const retryMs = 1_000;
/**
 * An unanswered request is repeated for this long. It carries the same call id, so the server executes it at
 * most once.
 */
export const giveUpAfterMs = 30_000;

/**
 * Shows the call at once. The placement follows when it is known whether the browser will prompt for the
 * microphone.
 */
export function placePressed(
  state: CallsState,
  press: CallAction & { type: 'placePressed' },
  now: number,
): Transition {
  if (state.me === null || !state.isOnline || state.currentCall !== null) return transition(state);
  const { callId: key, to, media, about } = press;
  const currentCall: DeviceCall = {
    key,
    id: key,
    peer: to,
    direction: 'outgoing',
    media,
    localMedia: media,
    ...(about !== undefined && { about }),
    pressedAt: now,
    stage: { name: 'asking', permission: 'checking' },
    isMuted: false,
    microphone: { state: 'closed' },
    camera: { state: 'closed' },
    share: { state: 'off' },
  };
  return withCurrentCall({ ...state, outcome: null }, currentCall, [
    { type: 'queryMicrophonePermission', key },
  ]);
}

/** Places the call at once, unless the browser has to prompt for the microphone first. */
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
    microphone: { state: 'opening' },
  };
  return withCurrentCall(state, prompting, [{ type: 'openInput', key, kind: 'audio' }]);
}

/**
 * The user answered the microphone prompt. Without a microphone the call is placed as well, in listen-only
 * mode.
 */
export function placeAfterPrompt(state: CallsState, now: number): Transition {
  const { currentCall } = state;
  if (currentCall?.stage.name !== 'asking' || currentCall.microphone.state === 'opening')
    return transition(state);
  return currentCall.stage.permission === 'checking' ? transition(state) : place(state, currentCall, now);
}

/**
 * The other person calls while the browser prompts for the microphone: places the call now, without waiting
 * for the prompt.
 */
export function placeIfCalled(state: CallsState, call: WireCall, now: number): Transition {
  const { currentCall } = state;
  if (currentCall?.stage.name !== 'asking' || !isUnansweredPhase(call.phase)) return transition(state);
  return call.caller.userId === currentCall.peer.id ? place(state, currentCall, now) : transition(state);
}

/** Requests the placement, and opens the inputs meanwhile. */
function place(state: CallsState, currentCall: DeviceCall, now: number): Transition {
  const opening = openInputs(currentCall);
  const placing: DeviceCall = { ...opening.currentCall, stage: { name: 'placing', since: now } };
  return withCurrentCall(state, placing, [...sendRequest(state, placeRequest(placing)), ...opening.effects]);
}

/** Repeats a placement with an unknown outcome. */
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

/** The server rejected the placement, or its outcome is unknown. */
export function placeFailed(state: CallsState, key: CallId, result: Result<never>, now: number): Transition {
  const { currentCall } = state;
  if (result.ok || currentCall?.key !== key || currentCall.stage.name !== 'placing') return transition(state);
  const { code, message } = result.error;
  if (!isOutcomeUnknown(result) || code === 'tooMany') return rejected(state, currentCall, message, now);
  if (code === 'offline') return transition(state);
  return withCurrentCall(state, { ...currentCall, stage: { ...currentCall.stage, retryAt: now + retryMs } });
}

/** The server placed a call that this device has canceled meanwhile: closes it, under whatever id it has. */
export function placedTooLate(state: CallsState, call: WireCall): Transition {
  return transition(markClosed(state, call.id));
}

/**
 * Whether the other person's call is what the placement became: both called each other, theirs was first, and
 * the server treated the placement as its answer (glare).
 */
export function isCurrentCallByGlare(state: CallsState, call: WireCall): boolean {
  const { me, currentCall } = state;
  if (me === null || currentCall?.stage.name !== 'placing') return false;
  return call.caller.userId === currentCall.peer.id && call.answeredBy === me.deviceId;
}

/** Continues as the server's call, which may be the other person's after a glare. */
export function adopt(state: CallsState, currentCall: DeviceCall, call: WireCall): DeviceCall {
  const role = state.me === null ? undefined : roleOf(call, state.me.person.id);
  const direction = role === 'callee' ? 'incoming' : 'outgoing';
  return { ...currentCall, id: call.id, media: call.media, direction };
}

/** Whether the callee waits for the user to say what the call is about. */
export function isAskedWhy({ stage }: DeviceCall): boolean {
  return stage.name === 'waiting' && stage.call.asked === true && stage.call.reason === undefined;
}

/** The first answer stays, so a request that gets lost can be pressed again. */
export function reasonPressed(state: CallsState, key: CallId, reason: string): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || !isAskedWhy(currentCall)) return transition(state);
  const payload = { callId: currentCall.id, reason };
  return transition(state, sendRequest(state, { name: 'call:giveReason', payload }));
}
