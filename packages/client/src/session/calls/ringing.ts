import { bounds, isUnansweredPhase, type CallId, type Result, type WireCall } from '@ringback/protocol';
import { isOutcomeOpen } from '../wire.ts';
import { asking } from './ask.ts';
import { markOver } from './ending.ts';
import { remark } from './remark.ts';
import { toLocal } from './serverClock.ts';
import type { CallsState, Ring } from './state.ts';
import { step, type Effect, type Step } from './step.ts';

/** Whether this device may ring for a call right now. In an answered call it keeps quiet. */
export function mayRing(state: CallsState, ring: Ring): boolean {
  const { mine } = state;
  if (mine === null) return true;
  switch (mine.stage.name) {
    case 'asking':
    case 'placing':
      // Both call each other: the server will take my placement for an answer, so nothing need ring.
      return ring.call.caller.userId !== mine.peer.id;
    case 'waiting':
      return true;
    case 'accepting':
    case 'talking':
      return false;
  }
}

/** The ring that the screen shows: the oldest one. */
export function shownRing(state: CallsState): Ring | undefined {
  return state.rings
    .filter((ring) => mayRing(state, ring))
    .toSorted((a, b) => a.call.placedAt - b.call.placedAt)[0];
}

/** Lets ring what may ring now, and tells the server once on each connection. */
export function ringAll(state: CallsState, now: number): Step {
  const effects: Effect[] = [];
  const rings = state.rings.map((ring) => {
    if (!mayRing(state, ring) || (ring.sinceMs !== undefined && (ring.isTold || !state.isOnline)))
      return ring;
    if (!ring.isTold) effects.push(...asking(state, ringingAsk(ring)));
    return { ...ring, sinceMs: ring.sinceMs ?? now, isTold: ring.isTold || state.isOnline };
  });
  const isSame = rings.every((ring, index) => ring === state.rings[index]);
  return step(isSame ? state : { ...state, rings }, effects);
}

function ringingAsk(ring: Ring) {
  return { name: 'call:ringing', payload: { callId: ring.call.id } } as const;
}

/** What the server says of a call to this user in which this device is not. */
export function ringChanged(state: CallsState, call: WireCall, now: number): Step {
  const known = state.rings.find((ring) => ring.call.id === call.id);
  if (known !== undefined && known.call.version >= call.version) return step(state);
  if (!isUnansweredPhase(call.phase)) return step(ringOver(state, known, call, now));
  if (known === undefined) {
    const ring: Ring = { call, isTold: false, pollAt: now + bounds.pollMs };
    return step({ ...state, rings: [...state.rings, ring] });
  }
  const rings = state.rings.map((ring) => (ring === known ? { ...ring, call } : ring));
  return step({ ...state, rings });
}

/** Only where it rang does anybody wonder why it stopped. */
function ringOver(state: CallsState, known: Ring | undefined, call: WireCall, now: number): CallsState {
  const silent = stopRinging(state, call.id);
  if (known?.sinceMs === undefined) return silent;
  if (call.phase !== 'ended') return remark(silent, call.id, { kind: 'answeredElsewhere' }, now);
  if (call.end?.reason !== 'declined') return silent;
  return remark(silent, call.id, { kind: 'declinedElsewhere' }, now);
}

/** Ends a ring on this device, for good. */
export function stopRinging(state: CallsState, callId: CallId): CallsState {
  const rings = state.rings.filter((ring) => ring.call.id !== callId);
  return markOver({ ...state, rings }, callId);
}

/** The server would not have it that this device rings: the call is over, or this device is taken. */
export function ringRefused(state: CallsState, callId: CallId, result: Result<never>): Step {
  if (isOutcomeOpen(result) || !state.rings.some((ring) => ring.call.id === callId)) return step(state);
  return step(stopRinging(state, callId));
}

/** When a ring stops by itself, on this machine's clock, whether the server says so or not. */
export function ringEndsAt(state: CallsState, ring: Ring): number {
  return toLocal(state.serverClock, ring.call.ringDeadlineAt);
}
