import type { DeviceId, UserId } from '../common/ids.ts';
import type { Actor, Answered, Call, Live, Phase, Role, Route, Unanswered } from './call.ts';

/** The part of a call that the predicates need. Both the server's call and the one on the wire have it. */
interface CallOutline {
  readonly phase: Phase;
  readonly caller: Actor;
  readonly callee: { readonly userId: UserId };
  readonly answeredBy?: DeviceId | undefined;
}

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

export function isUnanswered(call: Call): call is Unanswered {
  return isUnansweredPhase(call.phase);
}

/** Whether a call was answered and has not ended. */
export function isAnswered(call: Call): call is Answered {
  return call.phase !== 'ended' && !isUnansweredPhase(call.phase);
}

export function isLive(call: Call): call is Live {
  return call.phase !== 'ended';
}

/** The user's role in a call; undefined for a user who is no party. */
export function roleOf(call: CallOutline, userId: UserId): Role | undefined {
  if (call.caller.userId === userId) return 'caller';
  return call.callee.userId === userId ? 'callee' : undefined;
}

export function otherRole(role: Role): Role {
  return role === 'caller' ? 'callee' : 'caller';
}

/** The device in the call: the one that placed it, or the one that answered. */
export function deviceIn(call: CallOutline, role: Role): DeviceId | undefined {
  return role === 'caller' ? call.caller.deviceId : call.answeredBy;
}

/** Whether a device is in the call: it placed or answered it. A device that only rings is not in the call. */
export function isInCall(call: CallOutline, deviceId: DeviceId): boolean {
  return call.caller.deviceId === deviceId || call.answeredBy === deviceId;
}

/** The users who have put an answered call on hold. */
export function heldBy({ caller, callee, participants }: Answered): readonly UserId[] {
  return [
    ...(participants.caller.isHolding ? [caller.userId] : []),
    ...(participants.callee.isHolding ? [callee.userId] : []),
  ];
}

/** Whether the user's devices may still answer or decline. */
export function mayAnswer(call: CallOutline, actor: Actor): boolean {
  return isUnansweredPhase(call.phase) && roleOf(call, actor.userId) === 'callee';
}

/**
 * Whether a user may know about a call. For everyone else it is the same as a call that does not exist. A silenced call
 * becomes visible to its callee when it has ended, a hidden one never.
 */
export function isVisibleTo(call: Call, userId: UserId): boolean {
  const role = roleOf(call, userId);
  if (role === undefined) return false;
  if (role === 'caller' || call.visibility === 'open') return true;
  return call.visibility === 'silenced' && call.phase === 'ended';
}

/** Whether a device may know about a call. Until a second call is answered or over, only the device that it rings on does. */
export function isKnownTo(call: Call, { userId, deviceId }: Actor): boolean {
  if (!isVisibleTo(call, userId)) return false;
  if (!isUnanswered(call) || call.ringsOn === undefined || call.caller.userId === userId) return true;
  return call.ringsOn === deviceId;
}

export function sameRoute(a: Route, b: Route): boolean {
  return a.path === b.path && a.transport === b.transport;
}
