import {
  fail,
  isAnswered,
  isInCall,
  isUnanswered,
  isVisibleTo,
  mayAnswer,
  ok,
  type Actor,
  type Call,
  type DeviceId,
  type Result,
} from '@ringback/protocol';
import type { Look } from './work.ts';

/** Decides whether one device may send a signal to another; whom it may reach is the answer. */
export function authorizeSignal(from: Actor, to: DeviceId): Look<Result<Call>> {
  return (call) => {
    if (call === undefined || !isVisibleTo(call, from.userId)) return fail('notFound');
    if (call.phase === 'ended') return fail('ended');
    return maySignal(call, from.deviceId, to) ? ok(call) : fail('forbidden');
  };
}

/** Signals pass between the caller's device and one that rings or answered, in either direction. */
function maySignal(call: Call, from: DeviceId, to: DeviceId): boolean {
  const { deviceId } = call.caller;
  const callees = calleeDevices(call);
  return (from === deviceId && callees.includes(to)) || (to === deviceId && callees.includes(from));
}

function calleeDevices(call: Call): readonly DeviceId[] {
  if (isAnswered(call)) return [call.answeredBy];
  return isUnanswered(call) && call.phase === 'ringing' ? call.ringing : [];
}

/** A device asks for something that only a live call grants, and only to the devices in it or called by it. */
export function authorizeMedia(actor: Actor): Look<Result<Call>> {
  return (call) => {
    if (call === undefined || !isVisibleTo(call, actor.userId)) return fail('notFound');
    if (call.phase === 'ended') return fail('ended');
    return isInCall(call, actor.deviceId) || mayAnswer(call, actor) ? ok(call) : fail('forbidden');
  };
}
