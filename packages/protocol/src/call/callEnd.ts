import type { UserId } from '../common/ids.ts';
import type { Answered, Call, End, EndCause, Ended, Live } from './call.ts';
import { changed, refused, stamp, tellBoth, tellCallee, unchanged } from './change.ts';
import type { CallEvent, Effect, Transition } from './events.ts';
import { isAnswered, isInCall, isUnanswered, otherRole, roleOf } from './predicates.ts';
import { entriesOf, type MissedNotice } from './historyEntries.ts';
import { recordDevice } from './trace.ts';

/** Ends a call for good: tells both users and writes their histories. `end.at` is raised to the latest stamp. */
export function endCall(call: Live, end: End, notice: MissedNotice = 'notice'): Transition {
  const ended = asEnded(call, { ...end, at: stamp(call, end.at) });
  const told: readonly Effect[] = isAnswered(call)
    ? tellBoth(ended)
    : [{ type: 'tellCaller' }, ...tellCallee(ended, 'all')];
  const records = entriesOf(ended, notice).map((entry): Effect => ({ type: 'record', entry }));
  return changed(ended, [...told, ...records]);
}

function asEnded(call: Live, end: End): Ended {
  const { id, version, media, caller, callee, visibility, earlyCandidates, placedAt, ringDeadlineAt, trace } =
    call;
  const kept = trace === undefined ? {} : { trace };
  const common = {
    id,
    version,
    media,
    caller,
    callee,
    visibility,
    earlyCandidates,
    placedAt,
    ringDeadlineAt,
    ...kept,
  };
  const ended = { ...common, phase: 'ended', end } as const;
  if (isUnanswered(call)) return ended;
  const { answeredBy, answeredAt, answeredMedia } = call;
  const answered = { ...ended, answeredBy, answeredAt, answeredMedia };
  if (call.phase === 'connecting') return answered;
  return { ...answered, connectedAt: call.connectedAt, route: call.route };
}

/** Ends an answered call that can carry nothing any more: lost if it ever carried media, else failed. */
export function endUnconnected(
  call: Answered,
  cause: EndCause,
  at: number,
  notice?: MissedNotice,
): Transition {
  const reason = call.phase === 'connecting' ? 'connectFailed' : 'connectionLost';
  return endCall(call, { reason, at, cause }, notice);
}

/** Somebody pressed the button that ends a call: Cancel, Decline or Hang up, by where the call stands. */
export function endPressed(call: Call, event: CallEvent & { type: 'endPressed' }): Transition {
  if (call.phase === 'ended') return unchanged(call);
  const { deviceId } = event.by;
  const at = event.at - event.agoMs;
  const by = presser(call, event);
  if (isAnswered(call)) {
    if (!isInCall(call, deviceId)) return refused('answeredElsewhere');
    return endCall(call, { reason: 'hungUp', by, deviceId, at });
  }
  if (by === call.callee.userId)
    return endCall(recordDevice(call, event.by), { reason: 'declined', by, deviceId, at });
  const isOtherDevice = event.by.userId === by && deviceId !== call.caller.deviceId;
  if (isOtherDevice) return refused('answeredElsewhere');
  return endCall(call, { reason: 'canceled', by, deviceId, at });
}

/** Whose doing it is: the sender's, or the other side's that told the sender so over the data channel. */
function presser(call: Live, event: CallEvent & { type: 'endPressed' }): UserId {
  const role = roleOf(call, event.by.userId) ?? 'caller';
  return call[event.peerEnded ? otherRole(role) : role].userId;
}

/** The same two people start over. The callee is not told of a miss: the phone rings again this very moment. */
export function superseded(call: Call, at: number): Transition {
  if (call.phase === 'ended') return unchanged(call);
  if (isAnswered(call)) return endUnconnected(call, 'deviceGone', at, 'noNotice');
  return endCall(call, { reason: 'canceled', by: call.caller.userId, at }, 'noNotice');
}
