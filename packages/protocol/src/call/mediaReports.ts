import type {
  Active,
  Answered,
  Call,
  Connecting,
  Deadlines,
  Reconnecting,
  Role,
  MediaReport,
} from './call.ts';
import { changedTalking, sameRoute, refused, stamp, unchanged } from './change.ts';
import { without, type Timeouts } from './deadlines.ts';
import type { CallEvent, Transition } from './events.ts';
import { deviceIn, isAnswered, otherRole, roleOf } from './predicates.ts';
import { recordEvent } from './trace.ts';

type Up = MediaReport & { state: 'up' };

/** What a device adds to the record when its media comes in (again). */
type Before = Pick<CallEvent & { type: 'linkUp' }, 'gapMs' | 'cause'>;

/** A device says that media comes in to it. The first such word of either side makes the call active. */
export function linkUp(call: Call, event: CallEvent & { type: 'linkUp' }): Transition {
  return report(call, event, (answered, role) => {
    const { linkId, route, gapMs, cause } = event;
    const before = { ...(gapMs !== undefined && { gapMs }), ...(cause !== undefined && { cause }) };
    return changedTalking(
      answered,
      carries(answered, role, { state: 'up', linkId, route }, event.at, before),
    );
  });
}

/** A device says that nothing comes in any more, or that its attempt at a link failed. */
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
    return changedTalking(answered, carriesNothing(answered, role, down, event.at, timeouts));
  });
}

/** Lets a report through only from a device in an answered call; early and late ones are harmless. */
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

/** Returns the call with media coming in at one side; the same object if that was known. */
export function carries(
  call: Answered,
  role: Role,
  mediaReport: Up,
  at: number,
  before: Before = {},
): Answered {
  const participant = call.participants[role];
  if (participant.mediaReport.state === 'up' && isSameUp(participant.mediaReport, mediaReport)) return call;
  const others =
    call.phase === 'connecting' ? forgetOlderFailure(call, otherRole(role), mediaReport) : call.participants;
  const connectedAt = call.phase === 'connecting' ? stamp(call, at) : call.connectedAt;
  const participants = { ...others, [role]: { ...participant, mediaReport } };
  const deadlines = without(call.deadlines, 'connect', downDeadline(role));
  const { route } = mediaReport;
  const trace = recordEvent(call, { kind: 'up', at, role, route, ...before });
  return rephase({ ...call, phase: 'active', connectedAt, route, participants, deadlines, trace });
}

function isSameUp(a: Up, b: Up): boolean {
  return a.linkId === b.linkId && sameRoute(a.route, b.route);
}

/** An attempt that failed before this link came up says nothing about this link. */
function forgetOlderFailure(call: Connecting, role: Role, up: Up): Connecting['participants'] {
  const participant = call.participants[role];
  const isOlder = participant.mediaReport.state === 'down' && participant.mediaReport.linkId !== up.linkId;
  return isOlder
    ? { ...call.participants, [role]: { ...participant, mediaReport: { state: 'none' } } }
    : call.participants;
}

/** Returns the call with no media coming in at one side. While connecting, the connect deadline alone counts. */
export function carriesNothing(
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
  return rephase({ ...call, participants, deadlines, trace });
}

/** `reconnecting` while either side's last word is down; where nobody has said anything the phase stays. */
export function rephase(call: Active | Reconnecting): Active | Reconnecting {
  const { caller, callee } = call.participants;
  const words = [caller.mediaReport.state, callee.mediaReport.state];
  if (words.includes('down')) return { ...call, phase: 'reconnecting' };
  return words.includes('up') ? { ...call, phase: 'active' } : call;
}

/** The deadline that waits for one side's media to come back. */
export function downDeadline(role: Role): keyof Deadlines & `${Role}Down` {
  return `${role}Down`;
}
