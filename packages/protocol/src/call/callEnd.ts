import type { UserId } from '../common/ids.ts';
import type { Answered, Call, End, EndCause, Ended, Live } from './call.ts';
import { changed, callBase, refused, stamp, notifyBoth, notifyCallee, unchanged } from './change.ts';
import type { CallEvent, Effect, Transition } from './events.ts';
import { entriesOf, type MissedNotice } from './historyEntries.ts';
import { isAnswered, isInCall, isUnanswered, otherRole, roleOf } from './predicates.ts';
import { recordDevice } from './trace.ts';

/** Ends a call: pushes it to both users and writes their histories. `end.at` is raised to the latest timestamp. */
export function endCall(call: Live, end: End, notice: MissedNotice = 'notice'): Transition {
  const ended = asEnded(call, { ...end, at: stamp(call, end.at) });
  const pushes: readonly Effect[] = isAnswered(call)
    ? notifyBoth(ended)
    : [{ type: 'notifyCaller' }, ...notifyCallee(ended, 'all')];
  const records = entriesOf(ended, notice).map((entry): Effect => ({ type: 'record', entry }));
  return changed(ended, [...pushes, ...records]);
}

function asEnded(call: Live, end: End): Ended {
  const ended = { ...callBase(call), phase: 'ended', end } as const;
  if (isUnanswered(call)) return ended;
  const { answeredBy, answeredAt, answeredMedia } = call;
  const answered = { ...ended, answeredBy, answeredAt, answeredMedia };
  if (call.phase === 'connecting') return answered;
  return { ...answered, connectedAt: call.connectedAt, route: call.route };
}

/** Ends an answered call without a connection: lost if it ever carried media, otherwise failed. */
export function endUnconnected(
  call: Answered,
  cause: EndCause,
  at: number,
  notice?: MissedNotice,
): Transition {
  const reason = call.phase === 'connecting' ? 'connectFailed' : 'connectionLost';
  return endCall(call, { reason, at, cause }, notice);
}

/** A user pressed the button that ends a call, which the phase makes Cancel, Decline or Hang up. */
export function endPressed(call: Call, event: CallEvent & { type: 'endPressed' }): Transition {
  if (call.phase === 'ended') return unchanged(call);
  const { deviceId } = event.by;
  const at = event.at - event.agoMs;
  const by = endedBy(call, event);
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

/** The user who ended it: the sender, or the other user, whose device told the sender's over the data channel. */
function endedBy(call: Live, event: CallEvent & { type: 'endPressed' }): UserId {
  const role = roleOf(call, event.by.userId) ?? 'caller';
  return call[event.peerEnded ? otherRole(role) : role].userId;
}

/** The same two users start over. There is no missed-call notice, because the phone rings again at this moment. */
export function superseded(call: Call, at: number): Transition {
  if (call.phase === 'ended') return unchanged(call);
  if (isAnswered(call)) return endUnconnected(call, 'deviceGone', at, 'noNotice');
  return endCall(call, { reason: 'canceled', by: call.caller.userId, at }, 'noNotice');
}
