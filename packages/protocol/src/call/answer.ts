import type { DeviceId } from '../common/ids.ts';
import type { Call, Connecting, Unanswered } from './call.ts';
import { changed, refused, newParticipant, stamp, tellCallee, unchanged } from './change.ts';
import { absenceMs, type Timeouts } from './deadlines.ts';
import { endCall } from './callEnd.ts';
import type { CallEvent, Transition } from './events.ts';
import { isAnswered, isUnanswered, roleOf } from './predicates.ts';
import { recordDevice, addDevice, recordRinging } from './trace.ts';

/** A device of the callee says that it rings. */
export function deviceRang(call: Call, event: CallEvent & { type: 'deviceRang' }): Transition {
  if (roleOf(call, event.by.userId) !== 'callee') return refused('forbidden');
  if (!isUnanswered(call)) return late(call, event.by.deviceId);
  const ringing = call.phase === 'ringing' ? call.ringing : [];
  if (ringing.includes(event.by.deviceId)) return unchanged(call);
  const trace = recordRinging(call, event.by, event.at);
  const rings = { ...call, phase: 'ringing', ringing: [...ringing, event.by.deviceId], trace } as const;
  const isFirst = call.phase === 'calling';
  return changed(rings, [{ type: 'tellCaller' }, ...(isFirst ? tellCallee(call, 'all') : [])]);
}

/** A device of the callee takes the call; the first one wins. */
export function accepted(
  call: Call,
  event: CallEvent & { type: 'accepted' },
  timeouts: Timeouts,
): Transition {
  if (roleOf(call, event.by.userId) !== 'callee') return refused('forbidden');
  if (!isUnanswered(call)) return late(call, event.by.deviceId);
  const connecting = answer(call, event, timeouts);
  return changed(connecting, [{ type: 'tellCaller' }, ...tellCallee(call, 'all')]);
}

function answer(call: Unanswered, event: CallEvent & { type: 'accepted' }, timeouts: Timeouts): Connecting {
  const {
    id,
    version,
    media,
    caller,
    callee,
    visibility,
    earlyCandidates,
    placedAt,
    ringDeadlineAt,
    callerConnection,
  } = call;
  const trace = addDevice(call.trace, event.by);
  const answeredAt = stamp(call, event.at);
  const absence =
    callerConnection === 'attached'
      ? {}
      : { callerAbsent: answeredAt + absenceMs(callerConnection, timeouts) };
  return {
    id,
    version,
    media,
    caller,
    callee,
    visibility,
    earlyCandidates,
    placedAt,
    ringDeadlineAt,
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

/** A device of the callee turns the call down, for all of the callee's devices. */
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

/** The device that won may say it again; to every other one it is told what became of the call. */
function late(call: Exclude<Call, Unanswered>, deviceId: DeviceId): Transition {
  if (call.answeredBy === deviceId) return unchanged(call);
  return refused(call.phase === 'ended' ? 'ended' : 'answeredElsewhere');
}

/** The callee is on another call, which nobody knew while this one rang nowhere. */
export function foundBusy(call: Call, at: number): Transition {
  if (call.phase !== 'calling') return unchanged(call);
  return endCall(call, { reason: 'busy', at });
}
