import type { Answered, Call, Ended, ConnectionStatus, Route, Participant } from './call.ts';
import type { Effect, Refusal, Transition } from './events.ts';
import { isUnanswered } from './predicates.ts';

/** Builds the outcome of an event that changed a call; the version rises here and nowhere else. */
export function changed(call: Call, effects: readonly Effect[]): Transition {
  return { kind: 'changed', call: { ...call, version: call.version + 1 }, effects };
}

export function unchanged(call: Call): Transition {
  return { kind: 'unchanged', call };
}

export function refused(refusal: Refusal): Transition {
  return { kind: 'refused', refusal };
}

/** Tells the callee, unless the call must not be heard by them. */
export function tellCallee(call: Call, devices: 'all' | 'answering'): readonly Effect[] {
  return call.visibility === 'open' ? [{ type: 'tellCallee', devices }] : [];
}

/** Tells both devices of an answered call. */
export function tellBoth(call: Answered | Ended): readonly Effect[] {
  return [{ type: 'tellCaller' }, ...tellCallee(call, 'answering')];
}

/** Builds the outcome for an answered call; the two devices are told only what they can see. */
export function changedTalking(before: Answered, after: Answered): Transition {
  if (after === before) return unchanged(before);
  return changed(after, isSeen(before, after) ? tellBoth(after) : []);
}

function isSeen(before: Answered, after: Answered): boolean {
  if (before.phase !== after.phase) return true;
  const isAway = (call: Answered): string =>
    `${call.participants.caller.connection === 'closed'} ${call.participants.callee.connection === 'closed'}`;
  if (isAway(before) !== isAway(after)) return true;
  if (before.phase === 'connecting' || after.phase === 'connecting') return false;
  return !sameRoute(before.route, after.route);
}

export function sameRoute(a: Route, b: Route): boolean {
  return a.path === b.path && a.transport === b.transport;
}

/** Stamps within a call never decrease, whatever clocks do: returns `at`, or the latest stamp if that is later. */
export function stamp(call: Call, at: number): number {
  return Math.max(at, latestStamp(call));
}

function latestStamp(call: Call): number {
  if (call.phase === 'ended') return call.end.at;
  if (isUnanswered(call)) return call.placedAt;
  return call.phase === 'connecting' ? call.answeredAt : call.connectedAt;
}

/** A side right after it was seated: nothing said about media yet. */
export function newParticipant(deviceId: Participant['deviceId'], connection: ConnectionStatus): Participant {
  return { deviceId, connection, mediaReport: { state: 'none' } };
}
