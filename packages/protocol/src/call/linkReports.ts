import type { Active, Answered, Call, Connecting, Deadlines, Reconnecting, Role, Word } from './call.ts';
import { changedTalking, isSameRoute, refused, stamp, unchanged } from './change.ts';
import { without, type Timeouts } from './deadlines.ts';
import type { CallEvent, Transition } from './events.ts';
import { deviceIn, isAnswered, otherRole, roleOf } from './predicates.ts';
import { withMoment } from './story.ts';

type Up = Word & { state: 'up' };

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
    const { word } = answered.sides[role];
    const isOlderLink = word.state === 'up' && word.linkId !== event.linkId;
    if (isOlderLink || word.state === 'down') return unchanged(call);
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
export function carries(call: Answered, role: Role, word: Up, at: number, before: Before = {}): Answered {
  const side = call.sides[role];
  if (side.word.state === 'up' && isSameUp(side.word, word)) return call;
  const others = call.phase === 'connecting' ? forgetOlderFailure(call, otherRole(role), word) : call.sides;
  const connectedAt = call.phase === 'connecting' ? stamp(call, at) : call.connectedAt;
  const sides = { ...others, [role]: { ...side, word } };
  const deadlines = without(call.deadlines, 'connect', downDeadline(role));
  const { route } = word;
  const story = withMoment(call, { kind: 'up', at, role, route, ...before });
  return rephase({ ...call, phase: 'active', connectedAt, route, sides, deadlines, story });
}

function isSameUp(a: Up, b: Up): boolean {
  return a.linkId === b.linkId && isSameRoute(a.route, b.route);
}

/** An attempt that failed before this link came up says nothing about this link. */
function forgetOlderFailure(call: Connecting, role: Role, up: Up): Connecting['sides'] {
  const side = call.sides[role];
  const isOlder = side.word.state === 'down' && side.word.linkId !== up.linkId;
  return isOlder ? { ...call.sides, [role]: { ...side, word: { state: 'none' } } } : call.sides;
}

/** Returns the call with no media coming in at one side. While connecting, the connect deadline alone counts. */
export function carriesNothing(
  call: Answered,
  role: Role,
  word: Word & { state: 'down' },
  at: number,
  timeouts: Timeouts,
): Answered {
  const sides = { ...call.sides, [role]: { ...call.sides[role], word } };
  const story = withMoment(call, { kind: 'down', at, role, cause: word.cause });
  if (call.phase === 'connecting') return { ...call, sides, story };
  const deadlines = { ...call.deadlines, [downDeadline(role)]: at + timeouts.reconnectMs };
  return rephase({ ...call, sides, deadlines, story });
}

/** `reconnecting` while either side's last word is down; where nobody has said anything the phase stays. */
export function rephase(call: Active | Reconnecting): Active | Reconnecting {
  const { caller, callee } = call.sides;
  const words = [caller.word.state, callee.word.state];
  if (words.includes('down')) return { ...call, phase: 'reconnecting' };
  return words.includes('up') ? { ...call, phase: 'active' } : call;
}

/** The deadline that waits for one side's media to come back. */
export function downDeadline(role: Role): keyof Deadlines & `${Role}Down` {
  return `${role}Down`;
}
