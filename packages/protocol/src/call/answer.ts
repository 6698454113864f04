import type { DeviceId } from '../common/ids.ts';
import type { Call, Connecting, ConnectionStatus, Participant, Unanswered } from './call.ts';
import { endCall } from './callEnd.ts';
import { changed, callBase, refused, stamp, notifyCallee, unchanged } from './change.ts';
import { absenceMs, type Timeouts } from './deadlines.ts';
import type { CallEvent, Transition } from './events.ts';
import { isAnswered, isUnanswered, roleOf } from './predicates.ts';
import { addDevice, recordDevice, recordRinging } from './trace.ts';

/** A device of the callee reports that it rings. */
export function deviceRang(call: Call, event: CallEvent & { type: 'deviceRang' }): Transition {
  if (roleOf(call, event.by.userId) !== 'callee') return refused('forbidden');
  if (!isUnanswered(call)) return late(call, event.by.deviceId);
  const ringing = call.phase === 'ringing' ? call.ringing : [];
  if (ringing.includes(event.by.deviceId)) return unchanged(call);
  const trace = recordRinging(call, event.by, event.at);
  const next = { ...call, phase: 'ringing', ringing: [...ringing, event.by.deviceId], trace } as const;
  const isFirst = call.phase === 'calling';
  return changed(next, [{ type: 'notifyCaller' }, ...(isFirst ? notifyCallee(call, 'all') : [])]);
}

/** A device of the callee accepts the call; the first one wins. */
export function accepted(
  call: Call,
  event: CallEvent & { type: 'accepted' },
  timeouts: Timeouts,
): Transition {
  if (roleOf(call, event.by.userId) !== 'callee') return refused('forbidden');
  if (!isUnanswered(call)) return late(call, event.by.deviceId);
  const connecting = answer(call, event, timeouts);
  return changed(connecting, [{ type: 'notifyCaller' }, ...notifyCallee(call, 'all')]);
}

function answer(call: Unanswered, event: CallEvent & { type: 'accepted' }, timeouts: Timeouts): Connecting {
  const { caller, callerConnection } = call;
  const trace = addDevice(call.trace, event.by);
  const answeredAt = stamp(call, event.at);
  const absence =
    callerConnection === 'attached'
      ? {}
      : { callerAbsent: answeredAt + absenceMs(callerConnection, timeouts) };
  return {
    ...callBase(call),
    ...(trace !== undefined && { trace }),
    phase: 'connecting',
    answeredBy: event.by.deviceId,
    answeredAt,
    answeredMedia: event.media,
    participants: {
      caller: newParticipant(caller.deviceId, callerConnection),
      callee: newParticipant(event.by.deviceId, 'attached'),
    },
    deadlines: { connect: answeredAt + timeouts.connectMs, ...absence },
  };
}

function newParticipant(deviceId: DeviceId, connection: ConnectionStatus): Participant {
  return { deviceId, connection, mediaReport: { state: 'none' } };
}

/** A device of the callee declines the call for all of the callee's devices. */
export function declined(call: Call, event: CallEvent & { type: 'declined' }): Transition {
  if (roleOf(call, event.by.userId) !== 'callee') return refused('forbidden');
  const { userId, deviceId } = event.by;
  if (isUnanswered(call)) {
    const end = { reason: 'declined', by: userId, deviceId, at: event.at } as const;
    return endCall(recordDevice(call, event.by), end);
  }
  if (isAnswered(call)) return refused('answeredElsewhere');
  const isRepeat = call.end.reason === 'declined' && call.end.deviceId === deviceId;
  return isRepeat ? unchanged(call) : refused('ended');
}

/** The device that answered may repeat its request. Every other device learns what happened to the call. */
function late(call: Exclude<Call, Unanswered>, deviceId: DeviceId): Transition {
  if (call.answeredBy === deviceId) return unchanged(call);
  return refused(call.phase === 'ended' ? 'ended' : 'answeredElsewhere');
}

/** The callee is on another call, which was unknown while this one had not rung anywhere, or which they preferred. */
export function foundBusy(call: Call, at: number): Transition {
  if (!isUnanswered(call)) return unchanged(call);
  return endCall(call, { reason: 'busy', at });
}

/** A device of the callee asks a stranger what the call is about. It goes on ringing, without sound on all devices. */
export function reasonAsked(call: Call, { by }: CallEvent & { type: 'reasonAsked' }): Transition {
  if (roleOf(call, by.userId) !== 'callee' || call.isRequest !== true) return refused('forbidden');
  if (!isUnanswered(call)) return refused(call.phase === 'ended' ? 'ended' : 'answeredElsewhere');
  if (call.about?.isAsked === true) return unchanged(call);
  const asked = { ...call, about: { ...call.about, isAsked: true } } as const;
  return changed(asked, [{ type: 'notifyCaller' }, ...notifyCallee(call, 'all')]);
}

/** The caller says what the call is about, after they were asked. The first answer stays. */
export function reasonGiven(call: Call, { by, reason }: CallEvent & { type: 'reasonGiven' }): Transition {
  if (roleOf(call, by.userId) !== 'caller' || call.about?.isAsked !== true) return refused('forbidden');
  if (!isUnanswered(call)) return refused(call.phase === 'ended' ? 'ended' : 'answeredElsewhere');
  if (call.about.reason !== undefined) return unchanged(call);
  const given = { ...call, about: { ...call.about, reason } };
  return changed(given, [{ type: 'notifyCaller' }, ...notifyCallee(call, 'all')]);
}
