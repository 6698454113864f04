import type {
  Active,
  Answered,
  Call,
  Connecting,
  Deadlines,
  MediaReport,
  Reconnecting,
  Role,
} from './call.ts';
import { changedTalking, refused, stamp, unchanged } from './change.ts';
import { without, type Timeouts } from './deadlines.ts';
import type { CallEvent, Transition } from './events.ts';
import { deviceIn, isAnswered, otherRole, roleOf, sameRoute } from './predicates.ts';
import { recordEvent } from './trace.ts';

type UpReport = MediaReport & { state: 'up' };

/** What a device reports for the call's record when its media arrives (again). */
type LinkHistory = Pick<CallEvent & { type: 'linkUp' }, 'gapMs' | 'cause'>;

/** A device reports incoming media. The first such report of either device makes the call active. */
export function linkUp(call: Call, event: CallEvent & { type: 'linkUp' }): Transition {
  return report(call, event, (answered, role) => {
    const { linkId, route, gapMs, cause } = event;
    const before = { ...(gapMs !== undefined && { gapMs }), ...(cause !== undefined && { cause }) };
    return changedTalking(
      answered,
      withMediaUp(answered, role, { state: 'up', linkId, route }, event.at, before),
    );
  });
}

/** A device reports that its media stopped, or that its attempt at a link failed. */
export function linkDown(
  call: Call,
  event: CallEvent & { type: 'linkDown' },
  timeouts: Timeouts,
): Transition {
  return report(call, event, (answered, role) => {
    const { mediaReport } = answered.participants[role];
    const isOlderLink = mediaReport.state === 'up' && mediaReport.linkId !== event.linkId;
    if (isOlderLink || mediaReport.state === 'down') return unchanged(call);
    const { linkId, cause } = event;
    const down = { state: 'down', linkId, cause } as const;
    return changedTalking(answered, withMediaDown(answered, role, down, event.at, timeouts));
  });
}

/** Applies a report only from a device in an answered call. Early and late reports are harmless. */
function report(
  call: Call,
  event: CallEvent & { type: 'linkUp' | 'linkDown' },
  apply: (call: Answered, role: Role) => Transition,
): Transition {
  if (!isAnswered(call)) return unchanged(call);
  const role = roleOf(call, event.by.userId);
  if (role === undefined || deviceIn(call, role) !== event.by.deviceId) return refused('answeredElsewhere');
  return apply(call, role);
}

/** Returns the call with media arriving at one device; the same object if that was known. */
export function withMediaUp(
  call: Answered,
  role: Role,
  mediaReport: UpReport,
  at: number,
  before: LinkHistory = {},
): Answered {
  const participant = call.participants[role];
  if (participant.mediaReport.state === 'up' && isSameReport(participant.mediaReport, mediaReport))
    return call;
  const others =
    call.phase === 'connecting' ? forgetOlderFailure(call, otherRole(role), mediaReport) : call.participants;
  const connectedAt = call.phase === 'connecting' ? stamp(call, at) : call.connectedAt;
  const participants = { ...others, [role]: { ...participant, mediaReport } };
  const deadlines = without(call.deadlines, 'connect', downDeadline(role));
  const { route } = mediaReport;
  const trace = recordEvent(call, { kind: 'up', at, role, route, ...before });
  return withPhase({ ...call, phase: 'active', connectedAt, route, participants, deadlines, trace });
}

function isSameReport(a: UpReport, b: UpReport): boolean {
  return a.linkId === b.linkId && sameRoute(a.route, b.route);
}

/** A failed attempt before this link says nothing about this link. */
function forgetOlderFailure(call: Connecting, role: Role, up: UpReport): Connecting['participants'] {
  const participant = call.participants[role];
  const isOlder = participant.mediaReport.state === 'down' && participant.mediaReport.linkId !== up.linkId;
  return isOlder
    ? { ...call.participants, [role]: { ...participant, mediaReport: { state: 'none' } } }
    : call.participants;
}

/** Returns the call with no media arriving at one device. While connecting, only the connect deadline applies. */
export function withMediaDown(
  call: Answered,
  role: Role,
  mediaReport: MediaReport & { state: 'down' },
  at: number,
  timeouts: Timeouts,
): Answered {
  const participants = { ...call.participants, [role]: { ...call.participants[role], mediaReport } };
  const trace = recordEvent(call, { kind: 'down', at, role, cause: mediaReport.cause });
  if (call.phase === 'connecting') return { ...call, participants, trace };
  const deadlines = { ...call.deadlines, [downDeadline(role)]: at + timeouts.reconnectMs };
  return withPhase({ ...call, participants, deadlines, trace });
}

/** `reconnecting` while either device's last report is down. Without any report the phase stays. */
export function withPhase(call: Active | Reconnecting): Active | Reconnecting {
  const { caller, callee } = call.participants;
  const states = [caller.mediaReport.state, callee.mediaReport.state];
  if (states.includes('down')) return { ...call, phase: 'reconnecting' };
  return states.includes('up') ? { ...call, phase: 'active' } : call;
}

/** The deadline for one device's media to come back. */
export function downDeadline(role: Role): keyof Deadlines & `${Role}Down` {
  return `${role}Down`;
}
