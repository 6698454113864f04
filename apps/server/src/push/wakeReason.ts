import {
  isUnanswered,
  isUnansweredPhase,
  type Call,
  type CallId,
  type DeviceId,
  type UserId,
} from '@ringback/protocol';
import type { TrackedCall } from '../calls/unitOfWork.ts';

/**
 * Why a user's closed browsers are woken up for a call.
 *
 * - `rings`: it is to be shown at once, until a time of the server, in ms.
 * - `missed`: it is over, and the user has missed it.
 * - `over`: it rings no more, for another reason; of interest only where it was shown. `on`: the device of the user that
 *   answered or declined, which knows.
 */
export type WakeReason = { readonly userId: UserId; readonly callId: CallId } & (
  | { readonly why: 'rings'; readonly until: number }
  | { readonly why: 'missed' }
  | { readonly why: 'over'; readonly on: DeviceId | undefined }
);

/**
 * Whom to wake up for what became of a call. A call that its callee must not know of wakes nobody, whatever its end;
 * nor does one of somebody who was silenced: it waits in the history.
 */
export function wakeReasonFor({ call, readPhase, entries }: TrackedCall): WakeReason | undefined {
  const { id: callId, callee, visibility } = call;
  const { userId } = callee;
  if (visibility !== 'open') return undefined;
  const wasRinging = readPhase !== undefined && isUnansweredPhase(readPhase);
  if (isUnansweredPhase(call.phase)) {
    return readPhase === undefined ? { userId, callId, why: 'rings', until: call.ringDeadlineAt } : undefined;
  }
  const isMissed = entries.some(
    (entry) => entry.userId === userId && entry.label === 'missed' && !entry.seen,
  );
  if (isMissed) return { userId, callId, why: 'missed' };
  return wasRinging ? { userId, callId, why: 'over', on: dealtWithOn(call) } : undefined;
}

/** The device of the callee that answered or declined; undefined where none did. */
export function dealtWithOn(call: Call): DeviceId | undefined {
  if (isUnanswered(call)) return undefined;
  if (call.answeredBy !== undefined) return call.answeredBy;
  return call.phase === 'ended' && call.end.reason === 'declined' ? call.end.deviceId : undefined;
}
