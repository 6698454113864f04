import {
  fail,
  isAnswered,
  isInCall,
  isVisibleTo,
  mayAnswer,
  ok,
  type Actor,
  type Call,
  type DeviceId,
  type Live,
  type Result,
} from '@ringback/protocol';
import type { Look } from './work.ts';

/** Decides whether one device may send a signal to another; whom it may reach is the answer. */
export function authorizeSignal(from: Actor, to: DeviceId): Look<Result<Call>> {
  return authorize(from, (call) => maySignal(call, from.deviceId, to));
}

/** A device asks for something that only a live call grants, and only to the devices in it or called by it. */
export function authorizeMedia(actor: Actor): Look<Result<Call>> {
  return authorize(actor, (call) => isInCall(call, actor.deviceId) || mayAnswer(call, actor));
}

/** Who takes no part in a call is answered as if there were none; who does learns that it is over. */
function authorize(actor: Actor, isAllowed: (call: Live) => boolean): Look<Result<Call>> {
  return (call) => {
    if (call === undefined || !isVisibleTo(call, actor.userId)) return fail('notFound');
    if (call.phase === 'ended') return fail('ended');
    return isAllowed(call) ? ok(call) : fail('forbidden');
  };
}

/** Signals pass between the caller's device and one that rings or answered, in either direction. */
function maySignal(call: Live, from: DeviceId, to: DeviceId): boolean {
  const { deviceId } = call.caller;
  const callees = calleeDevices(call);
  return (from === deviceId && callees.includes(to)) || (to === deviceId && callees.includes(from));
}

function calleeDevices(call: Live): readonly DeviceId[] {
  if (isAnswered(call)) return [call.answeredBy];
  return call.phase === 'ringing' ? call.ringing : [];
}
