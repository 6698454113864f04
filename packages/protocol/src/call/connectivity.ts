import type { Answered, Call, Deadlines, MediaReport, Participant, Role, Unanswered } from './call.ts';
import { changed, changedTalking, unchanged } from './change.ts';
import { absenceMs, without, type Timeouts } from './deadlines.ts';
import type { CallEvent, Transition } from './events.ts';
import { downDeadline, withMediaDown, withMediaUp, withPhase } from './mediaReports.ts';
import { deviceIn, isUnanswered, otherRole, roleOf } from './predicates.ts';
import { recordEvent } from './trace.ts';

type Attached = CallEvent & { type: 'attached' };
type Detached = CallEvent & { type: 'detached' };

/** A device connects to the server, and reports which link carries media to it, if any. */
export function attached(call: Call, event: Attached, timeouts: Timeouts): Transition {
  if (call.phase === 'ended') return unchanged(call);
  if (isUnanswered(call)) return callerAttached(call, event);
  const role = roleOf(call, event.by.userId);
  if (role === undefined || deviceIn(call, role) !== event.by.deviceId) return unchanged(call);
  const present = withAttached(call, role, event.at);
  return changedTalking(call, withHelloReport(present, role, event, timeouts));
}

function callerAttached(call: Unanswered, event: Attached): Transition {
  if (call.caller.deviceId !== event.by.deviceId || call.callerConnection === 'attached')
    return unchanged(call);
  const deadlines = without(call.deadlines, 'callerGone');
  return changed({ ...call, callerConnection: 'attached', deadlines }, []);
}

/** Returns the same call object if the device was attached already. */
function withAttached(call: Answered, role: Role, at: number): Answered {
  const participant = call.participants[role];
  if (participant.connection === 'attached') return call;
  const participants = { ...call.participants, [role]: { ...participant, connection: 'attached' } };
  const deadlines = without(call.deadlines, absentDeadline(role), 'abandoned');
  if (participant.connection !== 'closed') return { ...call, participants, deadlines };
  return { ...call, participants, deadlines, trace: recordEvent(call, { kind: 'back', at, role }) };
}

/** A hello without a link, in a call that had one, comes from a reloaded page: its media must be brought back. */
function withHelloReport(call: Answered, role: Role, event: Attached, timeouts: Timeouts): Answered {
  if (event.carrying !== undefined)
    return withMediaUp(call, role, { state: 'up', ...event.carrying }, event.at);
  if (call.phase === 'connecting' || call.participants[role].mediaReport.state === 'down') return call;
  return withMediaDown(call, role, { state: 'down', linkId: null, cause: 'rejoining' }, event.at, timeouts);
}

/** A device lost its connection to the server. */
export function detached(call: Call, event: Detached, timeouts: Timeouts): Transition {
  if (call.phase === 'ended') return unchanged(call);
  if (isUnanswered(call)) return detachedWaiting(call, event, timeouts);
  const role = roleOf(call, event.by.userId);
  if (role === undefined || deviceIn(call, role) !== event.by.deviceId) return unchanged(call);
  if (call.participants[role].connection === event.how) return unchanged(call);
  return changedTalking(call, withDetached(call, role, event, timeouts));
}

function detachedWaiting(call: Unanswered, event: Detached, timeouts: Timeouts): Transition {
  if (call.caller.deviceId === event.by.deviceId) {
    const deadlines = { ...call.deadlines, callerGone: event.at + timeouts.callerGoneMs };
    return changed({ ...call, callerConnection: event.how, deadlines }, []);
  }
  if (call.phase !== 'ringing' || !call.ringing.includes(event.by.deviceId)) return unchanged(call);
  const ringing = call.ringing.filter((deviceId) => deviceId !== event.by.deviceId);
  return changed({ ...call, ringing }, [{ type: 'notifyCaller' }]);
}

/** A closed page receives no media anymore. A device that fell silent may still receive it. */
function withDetached(call: Answered, role: Role, event: Detached, timeouts: Timeouts): Answered {
  const isClosed = event.how === 'closed';
  const participant = call.participants[role];
  const mediaReport: MediaReport = isClosed ? { state: 'none' } : participant.mediaReport;
  const left: Participant = { ...participant, connection: event.how, mediaReport };
  const remaining = isClosed ? without(call.deadlines, downDeadline(role)) : call.deadlines;
  const bothLeft = call.participants[otherRole(role)].connection !== 'attached';
  const deadlines: Deadlines = {
    ...remaining,
    [absentDeadline(role)]: event.at + absenceMs(event.how, timeouts),
    ...(bothLeft && { abandoned: event.at + timeouts.abandonedMs }),
  };
  const trace = isClosed ? { trace: recordEvent(call, { kind: 'away', at: event.at, role }) } : {};
  const now = { ...call, participants: { ...call.participants, [role]: left }, deadlines, ...trace };
  return now.phase === 'connecting' ? now : withPhase(now);
}

/** The server has restarted: no device is attached, and every deadline except the ring deadline starts again. */
export function restarted(call: Call, at: number, timeouts: Timeouts): Transition {
  if (call.phase === 'ended') return unchanged(call);
  return isUnanswered(call) ? restartedWaiting(call, at, timeouts) : restartedTalking(call, at, timeouts);
}

function restartedWaiting(call: Unanswered, at: number, timeouts: Timeouts): Transition {
  const deadlines = { ...call.deadlines, callerGone: at + timeouts.callerGoneMs };
  const waiting = { callerConnection: 'silent', deadlines } as const;
  if (call.phase === 'calling') return changed({ ...call, ...waiting }, []);
  return changed({ ...call, ...waiting, ringing: [] }, []);
}

function restartedTalking(call: Answered, at: number, timeouts: Timeouts): Transition {
  const absentAt = at + timeouts.reconnectMs;
  const participants = {
    caller: afterRestart(call.participants.caller),
    callee: afterRestart(call.participants.callee),
  };
  const absent = { callerAbsent: absentAt, calleeAbsent: absentAt, abandoned: at + timeouts.abandonedMs };
  const connect = call.phase === 'connecting' ? { connect: at + timeouts.connectMs } : {};
  return changed({ ...call, participants, deadlines: { ...absent, ...connect } }, []);
}

function afterRestart(participant: Participant): Participant {
  return { ...participant, connection: 'silent', mediaReport: { state: 'none' } };
}

/** The deadline for one device to come back. */
export function absentDeadline(role: Role): keyof Deadlines & `${Role}Absent` {
  return `${role}Absent`;
}

/** When the first deadline of a device whose page went away is due; undefined while no page is away. */
export function awayUntil({ participants, deadlines }: Answered): number | undefined {
  const due = roles.flatMap((role) =>
    participants[role].connection === 'closed' ? (deadlines[absentDeadline(role)] ?? []) : [],
  );
  return due.length === 0 ? undefined : Math.min(...due);
}

const roles = ['caller', 'callee'] as const satisfies readonly Role[];
