import type { UserId } from '../common/ids.ts';
import type { Answered, Call, Participant, Role } from './call.ts';
import { changedTalking, refused, unchanged } from './change.ts';
import type { CallEvent, Transition } from './events.ts';
import { deviceIn, isAnswered, roleOf } from './predicates.ts';
import { recordEvent } from './trace.ts';

/** The device of a participant puts the call on hold, or resumes it. */
export function holdPressed(call: Call, event: CallEvent & { type: 'holdPressed' }): Transition {
  if (call.phase === 'ended') return refused('ended');
  if (!isAnswered(call)) return refused('forbidden');
  const role = roleOf(call, event.by.userId);
  if (role === undefined || deviceIn(call, role) !== event.by.deviceId) return refused('answeredElsewhere');
  if (isHolding(call, role) === event.isHeld) return unchanged(call);
  return changedTalking(call, withHold(call, role, event));
}

function withHold(
  call: Answered,
  role: Role,
  { isHeld, at }: { readonly isHeld: boolean; readonly at: number },
): Answered {
  const { isHolding: _, ...participant } = call.participants[role];
  const changed: Participant = isHeld ? { ...participant, isHolding: true } : participant;
  const trace = recordEvent(call, { kind: isHeld ? 'held' : 'resumed', at, role });
  return { ...call, participants: { ...call.participants, [role]: changed }, trace };
}

function isHolding(call: Answered, role: Role): boolean {
  return call.participants[role].isHolding === true;
}

/** Whether a user has put the call on hold. */
export function isHeldBy(call: Call, userId: UserId): boolean {
  const role = roleOf(call, userId);
  return isAnswered(call) && role !== undefined && isHolding(call, role);
}
