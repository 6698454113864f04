import { bounds, type CallId, type Result } from '@ringback/protocol';
import {
  sendRequest,
  transition,
  withCurrentCall,
  type Effect,
  type InputEffect,
  type ServerRequest,
  type Transition,
} from '../state/callEffect.ts';
import type { CallsState, DeviceCall } from '../state/callsState.ts';
import { enableTrack, openInput } from './inputs.ts';
import { monitorMicrophone, sendInputState, sendTracks } from './sentMedia.ts';
import { showToast } from './toasts.ts';

/** Puts the call on hold, or resumes it. Takes effect at once; the server is told right after, or once it is reachable. */
export function holdPressed(state: CallsState, key: CallId, to: 'hold' | 'resume', now: number): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || currentCall.stage.name !== 'talking') return transition(state);
  // A device holds at most one call: of two, they can only be swapped.
  if (state.heldCall !== null) return transition(state);
  const isHeld = currentCall.hold !== undefined;
  if (isHeld === (to === 'hold')) return transition(state);
  const { call, effects } = to === 'hold' ? held(currentCall) : resumed(currentCall);
  const polled = { ...call, stage: { ...currentCall.stage, pollAt: now + bounds.pollMs } };
  return withCurrentCall(state, polled, [...effects, ...reportHold(state, polled)]);
}

/** A call after a press, and what the press does to its inputs. */
interface Pressed {
  readonly call: DeviceCall;
  readonly effects: readonly Effect[];
}

/** Closes the camera, so that its light goes out; one that is still opening is stopped once it has opened. */
export function held(call: DeviceCall): Pressed {
  const { camera } = call;
  const cameraWasOn = camera.state === 'open' || camera.state === 'opening';
  const now: DeviceCall = {
    ...call,
    hold: { cameraWasOn },
    camera: cameraWasOn ? { state: 'closed' } : camera,
  };
  const stopped: readonly InputEffect[] =
    camera.state === 'open' ? [{ type: 'stopTrack', track: camera.track }] : [];
  return { call: now, effects: [...silence(now, true), ...sent(now), ...stopped] };
}

/** Restores what the user had on before; a muted microphone stays muted. */
export function resumed({ hold, ...call }: DeviceCall): Pressed {
  const reopens = hold?.cameraWasOn === true && call.camera.state === 'closed';
  const now: DeviceCall = reopens ? { ...call, camera: { state: 'opening' } } : call;
  const opening = reopens ? [openInput(now.key, 'video')] : [];
  return { call: now, effects: [...silence(now, now.isMuted), ...sent(now), ...opening] };
}

function silence({ microphone }: DeviceCall, isSilent: boolean): readonly InputEffect[] {
  return microphone.state === 'open' ? [enableTrack(microphone.track, !isSilent)] : [];
}

function sent(call: DeviceCall): readonly Effect[] {
  return [...sendTracks(call), ...monitorMicrophone(call), ...sendInputState(call)];
}

/** Tells the server whether this user holds the call, unless it knows. */
export function reportHold(state: CallsState, call: DeviceCall): readonly Effect[] {
  // The accept of a second call may have held this one on the server already; its response decides.
  const isUndecided = state.heldCall?.stage.name === 'accepting';
  return isUndecided || isHoldReported(call) ? [] : sendRequest(state, holdRequest(call));
}

function holdRequest({ id: callId, hold }: DeviceCall): ServerRequest {
  return { name: 'call:hold', payload: { callId, held: hold !== undefined } };
}

/** The user talks, or holds a call, on another device: this one stays as the server knows it. */
export function holdFailed(
  state: CallsState,
  callId: CallId,
  result: Result<never>,
  now: number,
): Transition {
  const { currentCall } = state;
  if (result.ok || currentCall?.id !== callId || isHoldReported(currentCall)) return transition(state);
  // Whatever else fails is reported again with the next poll.
  const { code, message } = result.error;
  if (code !== 'conflict') return transition(state);
  const isHeld = currentCall.hold !== undefined;
  // Whatever the server says, the user never talks in two.
  if (isHeld && state.heldCall !== null) return transition(state);
  const { call, effects } = isHeld ? resumed(currentCall) : held(currentCall);
  return withCurrentCall(showToast(state, callId, { kind: 'refused', message }, now), call, effects);
}

/** Whether the server knows if this user holds the call. */
export function isHoldReported({ stage, peer, hold }: DeviceCall): boolean {
  if (stage.name !== 'talking') return true;
  const isKnownAsHeld = stage.call.held?.some((userId) => userId !== peer.id) === true;
  return isKnownAsHeld === (hold !== undefined);
}
