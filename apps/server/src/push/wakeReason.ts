import {
  isUnanswered,
  isUnansweredPhase,
  type Call,
  type CallId,
  type DeviceId,
  type EntryDraft,
  type Phase,
  type UserId,
} from '@ringback/protocol';

/** A call that was stored: its state before (undefined for a new call) and now, and the history entries of this change. */
export interface StoredCallChange {
  readonly call: Call;
  readonly readPhase: Phase | undefined;
  readonly entries: readonly EntryDraft[];
  /** Some of the callee's devices must not know of it any more. */
  readonly isWithdrawn: boolean;
}

/**
 * Why the closed browsers of a user get a push message about a call.
 *
 * - `rings`: they show the call until `until`, a server time in ms.
 * - `missed`: the call has ended, and the user missed it.
 * - `over`: the call stopped ringing for another reason, which matters only to a browser that shows it. `on`: the
 *   user's device that answered or declined.
 */
export type WakeReason = { readonly userId: UserId; readonly callId: CallId } & (
  | { readonly why: 'rings'; readonly until: number }
  | { readonly why: 'missed' }
  | { readonly why: 'over'; readonly on: DeviceId | undefined }
);

/**
 * The push message that a change of a call causes, if any. A call of a hidden, silenced or muted caller never causes one;
 * the last two show up in the history. If they were blocked or muted while it rang, browsers that show it may not go on.
 */
export function wakeReasonFor({
  call,
  readPhase,
  entries,
  isWithdrawn,
}: StoredCallChange): WakeReason | undefined {
  const { id: callId, callee, visibility, isMuted } = call;
  const { userId } = callee;
  if (isWithdrawn && isUnanswered(call)) return { userId, callId, why: 'over', on: undefined };
  if (visibility !== 'open') return undefined;
  const wasRinging = readPhase !== undefined && isUnansweredPhase(readPhase);
  if (isUnanswered(call)) {
    // A second call rings in the tab that is in the first one, and nowhere else.
    if (call.ringsOn !== undefined || isMuted) return undefined;
    return readPhase === undefined ? { userId, callId, why: 'rings', until: call.ringDeadlineAt } : undefined;
  }
  const isMissed = entries.some(
    (entry) => entry.userId === userId && entry.label === 'missed' && !entry.seen,
  );
  if (isMissed && !isMuted) return { userId, callId, why: 'missed' };
  return wasRinging ? { userId, callId, why: 'over', on: handledBy(call) } : undefined;
}

/** The device of the callee that answered or declined; undefined if none did. */
export function handledBy(call: Call): DeviceId | undefined {
  if (isUnanswered(call)) return undefined;
  if (call.answeredBy !== undefined) return call.answeredBy;
  return call.phase === 'ended' && call.end.reason === 'declined' ? call.end.deviceId : undefined;
}
