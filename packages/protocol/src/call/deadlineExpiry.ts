import type { Answered, Call, DeadlineName, EndCause, Live, Role } from './call.ts';
import { endCall, endUnconnected } from './callEnd.ts';
import { changed, unchanged } from './change.ts';
import { absentDeadline } from './connectivity.ts';
import { nextDue, without } from './deadlines.ts';
import type { Effect, Transition } from './events.ts';
import { downDeadline } from './mediaReports.ts';
import { isAnswered, otherRole } from './predicates.ts';

/** Applies every deadline that is due by `at`, the earliest first. */
export function timePassed(call: Call, at: number): Transition {
  let now = call;
  const effects: Effect[] = [];
  for (let due = nextDue(now); due !== undefined && due.at <= at; due = nextDue(now)) {
    const outcome = expire(now, due.name, at);
    if (outcome.kind !== 'changed') break;
    now = outcome.call;
    effects.push(...outcome.effects);
  }
  return now === call ? unchanged(call) : { kind: 'changed', call: now, effects };
}

function expire(call: Call, name: DeadlineName, at: number): Transition {
  if (call.phase === 'ended') return unchanged(call);
  return isAnswered(call) ? expireAnswered(call, name, at) : expireUnanswered(call, name, at);
}

function expireUnanswered(call: Live, name: DeadlineName, at: number): Transition {
  switch (name) {
    case 'ring':
      return endCall(call, { reason: call.phase === 'calling' ? 'unreachable' : 'noAnswer', at });
    case 'callerGone':
      return endCall(call, { reason: 'canceled', by: call.caller.userId, at });
    case 'connect':
    case 'callerAbsent':
    case 'calleeAbsent':
    case 'callerDown':
    case 'calleeDown':
    case 'abandoned':
      return cleared(call, name);
  }
}

function expireAnswered(call: Answered, name: DeadlineName, at: number): Transition {
  switch (name) {
    case 'connect':
      return endUnconnected(call, connectCause(call), at);
    case 'callerAbsent':
      return absentTooLong(call, 'caller', at);
    case 'calleeAbsent':
      return absentTooLong(call, 'callee', at);
    case 'callerDown':
      return downTooLong(call, 'caller', at);
    case 'calleeDown':
      return downTooLong(call, 'callee', at);
    case 'abandoned':
      return endUnconnected(call, 'deviceGone', at);
    case 'ring':
    case 'callerGone':
      return cleared(call, name);
  }
}

function cleared(call: Live, ...names: readonly DeadlineName[]): Transition {
  return changed({ ...call, deadlines: without(call.deadlines, ...names) }, []);
}

function connectCause(call: Answered): EndCause {
  const { caller, callee } = call.participants;
  if (caller.connection !== 'attached' || callee.connection !== 'attached') return 'deviceGone';
  if (isCodeMissing(call)) return 'notLoaded';
  if (callee.mediaReport.state === 'down') return callee.mediaReport.cause;
  return caller.mediaReport.state === 'down' ? caller.mediaReport.cause : 'timeout';
}

/** Without code one device opens no link, and the other one takes that for a fault of the network. */
function isCodeMissing({ participants: { caller, callee } }: Answered): boolean {
  return [caller, callee].some(
    ({ mediaReport }) => mediaReport.state === 'down' && mediaReport.cause === 'notLoaded',
  );
}

/**
 * A device that lost the server may still be talking: while the other device receives its media, the call continues. If
 * that breaks too, the other device reports it, or the deadline for abandoned calls ends the call.
 */
function absentTooLong(call: Answered, role: Role, at: number): Transition {
  const isReceived = call.participants[otherRole(role)].mediaReport.state === 'up';
  return isReceived ? cleared(call, absentDeadline(role)) : endUnconnected(call, 'deviceGone', at);
}

/**
 * One device received nothing for too long. If the other device still receives media, the call continues one way.
 * The report of a device that fell silent is stale, and counts only until its own absence deadline expires.
 */
function downTooLong(call: Answered, role: Role, at: number): Transition {
  const { mediaReport } = call.participants[role];
  const other = call.participants[otherRole(role)];
  const otherAbsentAt = call.deadlines[absentDeadline(otherRole(role))];
  const isLost =
    other.mediaReport.state !== 'up' || (other.connection !== 'attached' && otherAbsentAt === undefined);
  if (isLost && isCodeMissing(call)) return endUnconnected(call, 'notLoaded', at);
  if (isLost) return endUnconnected(call, mediaReport.state === 'down' ? mediaReport.cause : 'silent', at);
  if (otherAbsentAt === undefined) return cleared(call, downDeadline(role));
  const deadlines = { ...call.deadlines, [downDeadline(role)]: otherAbsentAt + 1 };
  return changed({ ...call, deadlines }, []);
}
