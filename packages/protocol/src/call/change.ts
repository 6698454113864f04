import type { Answered, Call, CallBase, Ended, Participant } from './call.ts';
import type { Effect, Refusal, Transition } from './events.ts';
import { heldBy, isUnanswered, sameRoute } from './predicates.ts';

/**
 * The outcome of an event that changed a call. The version rises only here and in `changedUnseen`. `by`: of how many
 * changes it must look to the caller.
 */
export function changed(call: Call, effects: readonly Effect[], by = 1): Transition {
  return { kind: 'changed', call: { ...call, version: call.version + by }, effects };
}

/** The outcome of what the callee decided about the caller, who must not find out by a version that rose. */
export function changedUnseen(call: Call, effects: readonly Effect[]): Transition {
  return changed({ ...call, unseen: (call.unseen ?? 0) + 1 }, effects);
}

/** Returns what a call keeps in every phase, without what belongs to the phase that it leaves. */
export function callBase(call: Call): CallBase {
  const { id, version, media, caller, callee, visibility, earlyCandidates, placedAt, ringDeadlineAt } = call;
  const parts = { id, version, media, caller, callee, visibility, earlyCandidates, placedAt, ringDeadlineAt };
  return {
    ...parts,
    ...(call.unseen !== undefined && { unseen: call.unseen }),
    ...(call.isMuted && { isMuted: call.isMuted }),
    ...(call.isRequest && { isRequest: call.isRequest }),
    ...(call.about && { about: call.about }),
    ...(call.trace && { trace: call.trace }),
  };
}

export function unchanged(call: Call): Transition {
  return { kind: 'unchanged', call };
}

export function refused(refusal: Refusal): Transition {
  return { kind: 'refused', refusal };
}

/** Pushes the call to the callee, unless the callee must not know about it. */
export function notifyCallee(call: Call, devices: 'all' | 'answering'): readonly Effect[] {
  return call.visibility === 'open' ? [{ type: 'notifyCallee', devices }] : [];
}

/** Pushes an answered call to the two devices in it. */
export function notifyBoth(call: Answered | Ended): readonly Effect[] {
  return [{ type: 'notifyCaller' }, ...notifyCallee(call, 'answering')];
}

/** The outcome for an answered call. It is pushed only if the change is visible on the wire. */
export function changedTalking(before: Answered, after: Answered): Transition {
  if (after === before) return unchanged(before);
  return changed(after, isSeen(before, after) ? notifyBoth(after) : []);
}

function isSeen(before: Answered, after: Answered): boolean {
  if (before.phase !== after.phase) return true;
  if (heldBy(before).length !== heldBy(after).length) return true;
  if (absenceIn(before) !== absenceIn(after)) return true;
  if (before.phase === 'connecting' || after.phase === 'connecting') return false;
  return !sameRoute(before.route, after.route);
}

/** Who is away; while media is down also who fell silent, which most likely is the reason. */
function absenceIn({ phase, participants: { caller, callee } }: Answered): string {
  const isShown = ({ connection }: Participant): boolean =>
    connection === 'closed' || (connection === 'silent' && phase === 'reconnecting');
  return [caller, callee].map((one) => (isShown(one) ? one.connection : '')).join(' ');
}

/** Returns `at`, or the call's latest timestamp if that is later: a call's timestamps never decrease, even if clocks do. */
export function stamp(call: Call, at: number): number {
  return Math.max(at, latestStamp(call));
}

function latestStamp(call: Call): number {
  if (call.phase === 'ended') return call.end.at;
  if (isUnanswered(call)) return call.placedAt;
  return call.phase === 'connecting' ? call.answeredAt : call.connectedAt;
}
