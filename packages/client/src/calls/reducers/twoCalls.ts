import { bounds, type CallId } from '@ringback/protocol';
import type { CallAction } from '../state/callAction.ts';
import { transition, andThen, sendRequest, withCurrentCall, type Transition } from '../state/callEffect.ts';
import type { CallsState, DeviceCall } from '../state/callsState.ts';
import { kindOf } from './inputs.ts';
import { alreadyEnded, showToast } from './toasts.ts';
import { endPressed } from './callEnd.ts';
import { held, resumed } from './hold.ts';

/*
 * A device may be in two calls. The reducers know of one, `currentCall`; what concerns the other one is reduced with the two
 * in each other's place.
 */

/** Reduces the held call as if it were the current one. Only the current microphone is watched for silence. */
export function inHeldCall(state: CallsState, reduce: (state: CallsState) => Transition): Transition {
  const { state: reached, effects } = reduce(exchanged(state));
  return transition(
    exchanged(reached),
    effects.filter(({ type }) => type !== 'monitorMicrophone'),
  );
}

/** Puts each of the two calls in the other's place. */
export function exchanged(state: CallsState): CallsState {
  return { ...state, currentCall: state.heldCall, heldCall: state.currentCall };
}

/** Whether an action is about the held call alone. */
export function isAboutHeldCall({ heldCall }: CallsState, action: CallAction): boolean {
  if (heldCall === null) return false;
  if ('key' in action) return action.key === heldCall.key;
  if ('track' in action)
    return kindOf(heldCall, action.track) !== undefined || isShared(heldCall, action.track);
  const callId = calledIn(action);
  return callId !== undefined && isCall(heldCall, callId);
}

function isShared({ share }: DeviceCall, track: MediaStreamTrack): boolean {
  return share.state === 'sharing' && share.video === track;
}

export function isCall({ id, key }: DeviceCall, callId: string): boolean {
  return callId === id || callId === key;
}

function calledIn(action: CallAction): string | undefined {
  if (action.type === 'callChanged') return action.call.id;
  if (action.type === 'serverResponded') return action.request.payload.callId;
  const isOfLink = action.type === 'signalReceived' || action.type === 'mediaSessionEvent';
  return isOfLink ? action.callId : undefined;
}

/**
 * What must hold after each action: the held call is never alone, and while a call goes on, the end of the other one is told
 * beside it instead of in a dialog over it.
 */
export function settleTwoCalls(before: CallsState, state: CallsState, now: number): CallsState {
  const { outcome } = state;
  const promoted = state.currentCall === null && state.heldCall !== null ? exchanged(state) : state;
  if (outcome === null || outcome === before.outcome || promoted.currentCall === null) return promoted;
  return showToast({ ...promoted, outcome: null }, outcome.call.id, alreadyEnded, now);
}

/** The server has confirmed a second call: it becomes the current one, and the first is held or left as the user said. */
export function secondConfirmed(before: CallsState, state: CallsState, now: number): Transition {
  const stage = before.heldCall?.stage;
  const { currentCall, heldCall } = state;
  const isConfirmed = stage?.name === 'accepting' && heldCall?.stage.name === 'talking';
  if (!isConfirmed || heldCall === null) return transition(state);
  if (currentCall === null) return transition(state);
  if (stage.plan === 'end') return endPressed(state, currentCall.key, now);
  const { call, effects } =
    currentCall.hold === undefined ? held(currentCall) : { call: currentCall, effects: [] };
  return transition(exchanged({ ...state, currentCall: call }), effects);
}

/** Swaps the two calls. One request does both, so that the server never sees this device talk in two. */
export function swapPressed(state: CallsState, key: CallId, now: number): Transition {
  const { currentCall, heldCall } = state;
  if (currentCall?.key !== key || currentCall.hold !== undefined || heldCall?.hold === undefined)
    return transition(state);
  const before = polledLater(currentCall, now);
  const after = polledLater(heldCall, now);
  if (before === undefined || after === undefined) return transition(state);
  const [left, entered] = [held(before), resumed(after)];
  const swapped = { ...state, heldCall: left.call };
  return andThen(transition(swapped, left.effects), (reached) =>
    withCurrentCall(reached, entered.call, [
      ...entered.effects,
      ...sendRequest(state, { name: 'call:hold', payload: { callId: after.id, held: false } }),
    ]),
  );
}

/** The call, with time for the request that follows; undefined unless it is answered. */
function polledLater(call: DeviceCall, now: number): DeviceCall | undefined {
  if (call.stage.name !== 'talking') return undefined;
  return { ...call, stage: { ...call.stage, pollAt: now + bounds.pollMs } };
}
