import type { Answered, Call, Deadlines, Role, Side, Unanswered, Word } from './call.ts';
import { changed, changedTalking, unchanged } from './change.ts';
import { absenceMs, without, type Timeouts } from './deadlines.ts';
import type { CallEvent, Effect, Transition } from './events.ts';
import { carries, carriesNothing, downDeadline, rephase } from './linkReports.ts';
import { deviceIn, isUnanswered, otherRole, roleOf } from './predicates.ts';
import { withMoment } from './story.ts';

type Attached = CallEvent & { type: 'attached' };
type Detached = CallEvent & { type: 'detached' };

/** A device is with the server again, and says which link carries media to it, if one does. */
export function attached(call: Call, event: Attached, timeouts: Timeouts): Transition {
  if (call.phase === 'ended') return unchanged(call);
  if (isUnanswered(call)) return callerAttached(call, event);
  const role = roleOf(call, event.by.userId);
  if (role === undefined || deviceIn(call, role) !== event.by.deviceId) return unchanged(call);
  const present = seated(call, role, event.at);
  return changedTalking(call, heard(present, role, event, timeouts));
}

function callerAttached(call: Unanswered, event: Attached): Transition {
  if (call.caller.deviceId !== event.by.deviceId || call.callerPresence === 'attached')
    return unchanged(call);
  const deadlines = without(call.deadlines, 'callerGone');
  return changed({ ...call, callerPresence: 'attached', deadlines }, []);
}

/** The same call object where the device was there all along. */
function seated(call: Answered, role: Role, at: number): Answered {
  const side = call.sides[role];
  if (side.presence === 'attached') return call;
  const sides = { ...call.sides, [role]: { ...side, presence: 'attached' } };
  const deadlines = without(call.deadlines, absentDeadline(role), 'abandoned');
  if (side.presence !== 'closed') return { ...call, sides, deadlines };
  return { ...call, sides, deadlines, story: withMoment(call, { kind: 'back', at, role }) };
}

/** A hello that names no link, in a call that had one, comes from a new page: its media has to be brought back. */
function heard(call: Answered, role: Role, event: Attached, timeouts: Timeouts): Answered {
  if (event.carrying !== undefined) return carries(call, role, { state: 'up', ...event.carrying }, event.at);
  if (call.phase === 'connecting' || call.sides[role].word.state === 'down') return call;
  return carriesNothing(call, role, { state: 'down', linkId: null, cause: 'rejoining' }, event.at, timeouts);
}

/** A device is no longer with the server. */
export function detached(call: Call, event: Detached, timeouts: Timeouts): Transition {
  if (call.phase === 'ended') return unchanged(call);
  if (isUnanswered(call)) return detachedWaiting(call, event, timeouts);
  const role = roleOf(call, event.by.userId);
  if (role === undefined || deviceIn(call, role) !== event.by.deviceId) return unchanged(call);
  if (call.sides[role].presence === event.how) return unchanged(call);
  return changedTalking(call, unseated(call, role, event, timeouts));
}

function detachedWaiting(call: Unanswered, event: Detached, timeouts: Timeouts): Transition {
  if (call.caller.deviceId === event.by.deviceId) {
    const deadlines = { ...call.deadlines, callerGone: event.at + timeouts.callerGoneMs };
    return changed({ ...call, callerPresence: event.how, deadlines }, []);
  }
  if (call.phase !== 'ringing' || !call.ringing.includes(event.by.deviceId)) return unchanged(call);
  const ringing = call.ringing.filter((deviceId) => deviceId !== event.by.deviceId);
  return changed({ ...call, ringing }, [{ type: 'tellCaller' }]);
}

/** Whoever closed the page hears nothing any more; whoever merely fell silent may well still do. */
function unseated(call: Answered, role: Role, event: Detached, timeouts: Timeouts): Answered {
  const isClosed = event.how === 'closed';
  const side = call.sides[role];
  const word: Word = isClosed ? { state: 'none' } : side.word;
  const left: Side = { ...side, presence: event.how, word };
  const kept = isClosed ? without(call.deadlines, downDeadline(role)) : call.deadlines;
  const bothLeft = call.sides[otherRole(role)].presence !== 'attached';
  const deadlines: Deadlines = {
    ...kept,
    [absentDeadline(role)]: event.at + absenceMs(event.how, timeouts),
    ...(bothLeft && { abandoned: event.at + timeouts.abandonedMs }),
  };
  const story = isClosed ? { story: withMoment(call, { kind: 'away', at: event.at, role }) } : {};
  const now = { ...call, sides: { ...call.sides, [role]: left }, deadlines, ...story };
  return now.phase === 'connecting' ? now : rephase(now);
}

/** Nobody is attached to a server that has just started; only the ring deadline keeps running. */
export function restarted(call: Call, at: number, timeouts: Timeouts): Transition {
  if (call.phase === 'ended') return unchanged(call);
  return isUnanswered(call) ? restartedWaiting(call, at, timeouts) : restartedTalking(call, at, timeouts);
}

function restartedWaiting(call: Unanswered, at: number, timeouts: Timeouts): Transition {
  const deadlines = { ...call.deadlines, callerGone: at + timeouts.callerGoneMs };
  const waiting = { callerPresence: 'silent', deadlines } as const;
  const effects: readonly Effect[] = [];
  if (call.phase === 'calling') return changed({ ...call, ...waiting }, effects);
  return changed({ ...call, ...waiting, ringing: [] }, effects);
}

function restartedTalking(call: Answered, at: number, timeouts: Timeouts): Transition {
  const absentAt = at + timeouts.reconnectMs;
  const sides = { caller: unheard(call.sides.caller), callee: unheard(call.sides.callee) };
  const absent = { callerAbsent: absentAt, calleeAbsent: absentAt, abandoned: at + timeouts.abandonedMs };
  const connect = call.phase === 'connecting' ? { connect: at + timeouts.connectMs } : {};
  return changed({ ...call, sides, deadlines: { ...absent, ...connect } }, []);
}

function unheard(side: Side): Side {
  return { deviceId: side.deviceId, presence: 'silent', word: { state: 'none' } };
}

/** The deadline that waits for one side's device to come back. */
export function absentDeadline(role: Role): keyof Deadlines & `${Role}Absent` {
  return `${role}Absent`;
}
