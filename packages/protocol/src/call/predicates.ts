import type { DeviceId, UserId } from '../common/ids.ts';
import type { Actor, Answered, Call, Live, Phase, Role, Unanswered } from './call.ts';

/** As much of a call as the questions below need; the server's own call and the one on the wire both have it. */
export interface CallOutline {
  readonly phase: Phase;
  readonly caller: Actor;
  readonly callee: { readonly userId: UserId };
  readonly answeredBy?: DeviceId | undefined;
}

/** Whether a phase comes before the answer. */
export function isUnansweredPhase(phase: Phase): boolean {
  switch (phase) {
    case 'calling':
    case 'ringing':
      return true;
    case 'connecting':
    case 'active':
    case 'reconnecting':
    case 'ended':
      return false;
  }
}

/** Whether a phase lies between the answer and the end. */
export function isAnsweredPhase(phase: Phase): boolean {
  return phase !== 'ended' && !isUnansweredPhase(phase);
}

export function isUnanswered(call: Call): call is Unanswered {
  return isUnansweredPhase(call.phase);
}

export function isAnswered(call: Call): call is Answered {
  return isAnsweredPhase(call.phase);
}

export function isLive(call: Call): call is Live {
  return call.phase !== 'ended';
}

/** The seat that a user has in a call, if any. */
export function roleOf(call: CallOutline, userId: UserId): Role | undefined {
  if (call.caller.userId === userId) return 'caller';
  return call.callee.userId === userId ? 'callee' : undefined;
}

export function otherRole(role: Role): Role {
  return role === 'caller' ? 'callee' : 'caller';
}

/** The device that is in the call for a seat: the one that placed it, or the one that answered. */
export function deviceIn(call: CallOutline, role: Role): DeviceId | undefined {
  return role === 'caller' ? call.caller.deviceId : call.answeredBy;
}

/** Whether a device is in the call, so that it carries media or waits for an answer. A device that merely rings is not. */
export function isInCall(call: CallOutline, deviceId: DeviceId): boolean {
  return call.caller.deviceId === deviceId || call.answeredBy === deviceId;
}

/** Whether this device may still answer or decline. */
export function mayAnswer(call: CallOutline, actor: Actor): boolean {
  return isUnansweredPhase(call.phase) && roleOf(call, actor.userId) === 'callee';
}

/** Whether this device may take its call back before an answer. */
export function mayCancel(call: CallOutline, actor: Actor): boolean {
  return isUnansweredPhase(call.phase) && call.caller.deviceId === actor.deviceId;
}

/** Whether this device may hang up. */
export function mayHangUp(call: CallOutline, actor: Actor): boolean {
  return isAnsweredPhase(call.phase) && isInCall(call, actor.deviceId);
}

/**
 * Whether a user may know of a call at all. Nobody else can tell it from one that never was;
 * a silenced callee learns of it once it has ended, a callee from whom it is hidden never.
 */
export function isVisibleTo(call: Call, userId: UserId): boolean {
  const role = roleOf(call, userId);
  if (role === undefined) return false;
  if (role === 'caller' || call.visibility === 'open') return true;
  return call.visibility === 'silenced' && call.phase === 'ended';
}
