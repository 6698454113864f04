import type { UserId } from '../../common/ids.ts';
import type { Actor, Live } from '../call.ts';
import type { Timeouts } from '../deadlines.ts';
import type { CallEvent } from '../events.ts';
import { isHeldBy } from '../hold.ts';
import { deviceIn, isAnswered, isInCall, isUnanswered, roleOf } from '../predicates.ts';
import { changesOf, type CallChange } from './decision.ts';

/*
 * A user talks in one call at a time, on one of their devices, and holds at most one more. What would make it two is refused
 * to the device that asks. Where the other side's answer would do it, the user's other attempts end with that answer.
 */

/** For a user whose other device is in a call that they don't hold. */
export const onAnotherDevice = "You're on a call on another device.";

/** Whether a user talks in one of these calls, on another device than this one. A device that is gone does not talk. */
export function talksElsewhere(by: Actor, others: readonly Live[]): boolean {
  return others.some(
    (call) => isTalking(call, by.userId) && !isInCall(call, by.deviceId) && isThere(call, by),
  );
}

/**
 * What ends because a device of a user enters a call: what the user placed and no one has answered, and calls in which they
 * talk on another device, which is gone or was faster by a moment.
 */
export function endedByTalk(
  { userId, deviceId }: Actor,
  others: readonly Live[],
  timeouts: Timeouts,
  at: number,
): readonly CallChange[] {
  return others
    .filter((call) => isAttempt(call, userId) || (isTalking(call, userId) && !isInCall(call, deviceId)))
    .flatMap((call) => changesOf(call, leaving(call, userId, at), timeouts));
}

function leaving(call: Live, userId: UserId, at: number): CallEvent {
  const role = roleOf(call, userId);
  const deviceId = role && deviceIn(call, role);
  return deviceId === undefined || !isThere(call, { userId })
    ? { type: 'superseded', at }
    : { type: 'endPressed', by: { userId, deviceId }, at, agoMs: 0, peerEnded: false };
}

function isAttempt(call: Live, userId: UserId): boolean {
  return isUnanswered(call) && call.caller.userId === userId;
}

function isTalking(call: Live, userId: UserId): boolean {
  return isAnswered(call) && roleOf(call, userId) !== undefined && !isHeldBy(call, userId);
}

/** Whether the user's device in the call is connected. */
function isThere(call: Live, { userId }: Pick<Actor, 'userId'>): boolean {
  const role = roleOf(call, userId);
  if (isAnswered(call)) return role !== undefined && call.participants[role].connection === 'attached';
  return role === 'caller' && isUnanswered(call) && call.callerConnection === 'attached';
}
