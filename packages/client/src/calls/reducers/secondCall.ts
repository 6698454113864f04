import { bounds, type CallId } from '@ringback/protocol';
import { andThen, sendRequest, transition, withCurrentCall, type Transition } from '../state/callEffect.ts';
import type { CallsState, DeviceCall } from '../state/callsState.ts';
import { endPressed } from './callEnd.ts';
import { held, resumed } from './hold.ts';
import { exchanged } from './twoCalls.ts';

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
