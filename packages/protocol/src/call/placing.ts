import type { CallId, UserId } from '../common/ids.ts';
import type { Actor, Call, Callee, Caller, Calling, Live, Media, Visibility } from './call.ts';
import type { Timeouts } from './deadlines.ts';
import { isAnswered, isInCall, isUnanswered, roleOf } from './predicates.ts';

/** One user's wish to talk to another. */
export interface Placement {
  readonly callId: CallId;
  readonly caller: Caller;
  readonly callee: Callee;
  readonly media: Media;
  readonly visibility: Visibility;
  readonly earlyCandidates: 'all' | 'relay';
  readonly at: number;
}

/** All that the decision needs to know of other calls. */
interface Situation {
  /** The call that has this id already, be it under an alias. */
  readonly sameId: Call | undefined;
  /** Every live call to which either of the two is a party. */
  readonly live: readonly Live[];
}

/**
 * What becomes of a placement.
 * `repeat`: said before, and this is the call. `glare`: both call each other, so this is an accept of the other's call,
 * and the new id an alias of it. `placed`: a new call, for which older ones make room; `busy` if the callee is taken.
 */
export type Placing =
  | { readonly kind: 'refused'; readonly refusal: 'badRequest' | 'conflict' }
  | { readonly kind: 'repeat'; readonly call: Call }
  | { readonly kind: 'glare'; readonly call: Live; readonly superseded: readonly Live[] }
  | {
      readonly kind: 'placed';
      readonly call: Calling;
      readonly superseded: readonly Live[];
      readonly line: 'free' | 'busy';
    };

/** Decides in the fixed order: oneself, said before, conflict, re-call, glare, busy; a hidden call is as with someone offline. */
export function decidePlacing(wish: Placement, situation: Situation, timeouts: Timeouts): Placing {
  if (wish.caller.userId === wish.callee.userId) return { kind: 'refused', refusal: 'badRequest' };
  if (situation.sameId !== undefined) return repeated(wish, situation.sameId);
  if (isConflict(wish, situation.live)) return { kind: 'refused', refusal: 'conflict' };
  const superseded = situation.live.filter((call) => makesRoom(call, wish));
  const rest = situation.live.filter((call) => !superseded.includes(call));
  const glaring = wish.visibility === 'open' ? rest.find((call) => glares(call, wish)) : undefined;
  if (glaring !== undefined) return { kind: 'glare', call: glaring, superseded };
  const isBusy = wish.visibility === 'open' && rest.some((call) => occupies(call, wish.callee.userId));
  return { kind: 'placed', call: asCalling(wish, timeouts), superseded, line: isBusy ? 'busy' : 'free' };
}

/** An id stands for one pair of people; under an alias the two sit the other way round. */
function repeated(wish: Placement, call: Call): Placing {
  const isOwn = call.id === wish.callId;
  const [first, second] = isOwn ? [call.caller, call.callee] : [call.callee, call.caller];
  const isSame = first.userId === wish.caller.userId && second.userId === wish.callee.userId;
  return isSame ? { kind: 'repeat', call } : { kind: 'refused', refusal: 'conflict' };
}

function isConflict(wish: Placement, live: readonly Live[]): boolean {
  return live.some((call) => {
    if (!isBetween(call, wish)) return isInCall(call, wish.caller.deviceId);
    return isAnswered(call) && isPlacerAttached(call, wish);
  });
}

function isPlacerAttached(call: Live, wish: Placement): boolean {
  const role = roleOf(call, wish.caller.userId);
  return isAnswered(call) && role !== undefined && call.participants[role].connection === 'attached';
}

function isBetween(call: Live, wish: Placement): boolean {
  return roleOf(call, wish.caller.userId) !== undefined && roleOf(call, wish.callee.userId) !== undefined;
}

/**
 * Whether an older call of the two gives way: the placer starts over, or comes back from a device that is gone,
 * or the other one's call has lost its caller. The last is left alone where it must not be known of.
 */
function makesRoom(call: Live, wish: Placement): boolean {
  if (!isBetween(call, wish)) return false;
  if (isAnswered(call)) return !isPlacerAttached(call, wish);
  if (call.caller.userId === wish.caller.userId) return true;
  return wish.visibility === 'open' && call.visibility === 'open' && call.callerConnection !== 'attached';
}

/** Whether the callee is calling the placer at this moment, and both may know it. */
function glares(call: Live, wish: Placement): boolean {
  const isTheirs = call.caller.userId === wish.callee.userId && call.callee.userId === wish.caller.userId;
  return isTheirs && isUnanswered(call) && call.visibility === 'open' && call.callerConnection === 'attached';
}

/** Whether a live call keeps a user from taking another: any but one to them that has rung nowhere. */
function occupies(call: Live, userId: UserId): boolean {
  return roleOf(call, userId) === 'callee' ? call.phase !== 'calling' : call.caller.userId === userId;
}

/** What the first contact of a callee's device with a call comes to, seen beside the callee's other live calls. */
type FirstContact = 'free' | 'busy' | 'conflict';

/**
 * Decides, at the first ring or answer, whether the callee can take the call after all.
 * `conflict`: this very device is in another call; it must leave that one first.
 */
export function decideContact(call: Call, actor: Actor, others: readonly Live[]): FirstContact {
  const rest = others.filter((other) => other.id !== call.id);
  if (rest.some((other) => isInCall(other, actor.deviceId))) {
    return call.phase === 'calling' ? 'busy' : 'conflict';
  }
  const isTaken = call.phase === 'calling' && rest.some((other) => occupies(other, actor.userId));
  return isTaken ? 'busy' : 'free';
}

function asCalling(wish: Placement, timeouts: Timeouts): Calling {
  const { callId, caller, callee, media, visibility, earlyCandidates, at } = wish;
  const ringDeadlineAt = at + timeouts.ringMs;
  return {
    id: callId,
    version: 1,
    phase: 'calling',
    media,
    caller,
    callee,
    visibility,
    earlyCandidates,
    placedAt: at,
    ringDeadlineAt,
    callerConnection: 'attached',
    deadlines: { ring: ringDeadlineAt },
  };
}
