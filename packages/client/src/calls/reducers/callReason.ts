import type { CallId, WireCall } from '@ringback/protocol';
import { sendRequest, transition, type Transition } from '../state/callEffect.ts';
import type { CallsState, DeviceCall } from '../state/callsState.ts';
import { shownIncomingCall } from './incomingCalls.ts';

/** Whether the user may ask who calls what it is about: a stranger who has not said it and was not asked. */
export function mayAskWhy({ request, reason, asked }: WireCall): boolean {
  return request !== undefined && reason === undefined && asked === undefined;
}

/** The server stops the sound on all devices of the user. A request that gets lost can be pressed again. */
export function askWhyPressed(state: CallsState, callId: CallId): Transition {
  const call = shownIncomingCall(state)?.call;
  if (call?.id !== callId || !mayAskWhy(call)) return transition(state);
  return transition(state, sendRequest(state, { name: 'call:askReason', payload: { callId } }));
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
