import type { CallId, UserId } from '../../common/ids.ts';
import type { Actor, Call, CallAbout, Calling, Live, Media, Unanswered, Visibility } from '../call.ts';
import { notifyCallee } from '../change.ts';
import type { Timeouts } from '../deadlines.ts';
import {
  applyEvent,
  changesOf,
  refuse,
  type Acquaintance,
  type CallChange,
  type Decision,
} from './decision.ts';
import { isAnswered, isInCall, isUnanswered, roleOf } from '../predicates.ts';
import { endedByTalk, onAnotherDevice, talksElsewhere } from './oneConversation.ts';
import type { CallReach } from './reach.ts';
import { receptionOf, setAside, type TakesSecondCall } from './secondCall.ts';

/** What a device asks with `call:place`. */
interface PlaceRequest {
  readonly callId: CallId;
  readonly caller: Actor;
  readonly calleeId: UserId;
  readonly media: Media;
  readonly about?: CallAbout | undefined;
  /** Server time in ms. */
  readonly at: number;
}

/** What storage knows about the two users and their calls. */
export interface PlaceFacts {
  /** Undefined where there is no such user. */
  readonly callerName: string | undefined;
  readonly calleeName: string | undefined;
  /** The call that already has the requested id, possibly as an alias. */
  readonly sameId: Call | undefined;
  /** Every live call to which at least one of the two is a party. */
  readonly live: readonly Live[];
  /** How the call reaches the callee. */
  readonly reach: CallReach;
  /** Whether the caller has blocked the callee. */
  readonly isBlocking: boolean;
  /** Whether the callee has ever called the caller or added them to their contacts. */
  readonly calleeTrustsCaller: boolean;
  readonly takesSecondCall: TakesSecondCall;
}

/**
 * How a placement was judged.
 * Refused: `unknownUser`, `self`, `idTaken` (the id belongs to a call of another pair of users), `blocking` (the placer has
 * blocked the callee, and is asked to undo that first), `inAnotherCall`, `onAnotherDevice` (the placer talks there).
 * Answered with an existing call: `repeated` (same request again), `glare` (the two call each other, so this request
 * accepts the other's call).
 * Answered with a new call: `busy` (it ends at once), `hidden`, `silenced` (the callee does not hear it) or `placed`.
 */
type PlaceVerdict =
  | 'unknownUser'
  | 'self'
  | 'idTaken'
  | 'blocking'
  | 'inAnotherCall'
  | 'onAnotherDevice'
  | 'repeated'
  | 'glare'
  | 'busy'
  | 'hidden'
  | 'silenced'
  | 'placed';

/**
 * Decides `call:place`. The rules apply in this order:
 *
 * 1. both users exist, and they are two;
 * 2. the same request again is answered with the same call;
 * 3. the placer must not have blocked the callee;
 * 4. conflict: the placing device is in a call with someone else, or the placer talks on another device that is attached,
 *    or holds a call with the callee on one;
 * 5. re-call: older calls of the two give way;
 * 6. glare: the callee is calling the placer, so this request accepts that call, even one that is hidden from the placer
 *    or rings beside a held call on another device; a conflict if a third call rings at the placer;
 * 7. busy: the callee is on another call, and takes no second one; otherwise it rings on the device in that call alone.
 *
 * 6 and 7 do not apply to a hidden or silenced call: it must look like a call to someone who is offline.
 */
export function decidePlacement(
  request: PlaceRequest,
  facts: PlaceFacts,
  timeouts: Timeouts,
): Decision<PlaceVerdict> {
  const { caller, calleeId } = request;
  const { callerName, calleeName, sameId, live, reach } = facts;
  const { visibility } = reach;
  if (callerName === undefined || calleeName === undefined) return refuse('unknownUser', 'notFound');
  if (caller.userId === calleeId) return refuse('self', 'badRequest');
  if (sameId !== undefined) return repeat(request, sameId);
  if (facts.isBlocking) return refuse('blocking', 'forbidden');
  if (talksElsewhere(caller, live)) return refuse('onAnotherDevice', 'conflict', onAnotherDevice);
  if (isConflict(request, live)) return refuse('inAnotherCall', 'conflict');
  const superseded = live.filter((call) => givesWay(call, request, visibility));
  const rest = live.filter((call) => !superseded.includes(call));
  const older = superseded.flatMap((call) =>
    changesOf(call, { type: 'superseded', at: request.at }, timeouts),
  );
  const theirs = visibility === 'open' ? rest.find((call) => isGlare(call, request)) : undefined;
  if (theirs !== undefined) {
    const others = rest.filter((call) => call !== theirs);
    if (isRungBy(others, caller.userId)) return refuse('inAnotherCall', 'conflict', anotherRings);
    const ended = [caller, theirs.caller].flatMap((party) =>
      endedByTalk(party, others, timeouts, request.at),
    );
    const aside = setAside(caller, others, request.at, { ...facts, timeouts });
    return answerInstead(request, ringingEverywhere(theirs), [...older, ...ended, ...aside], timeouts);
  }
  const call = newCall(request, facts, { callerName, calleeName }, timeouts);
  if (visibility !== 'open') return placed(call, older);
  const reception = receptionOf(calleeId, rest, reach.isRequest, facts.takesSecondCall);
  switch (reception.kind) {
    case 'free':
      return placed(call, older);
    case 'busy':
      return endAsBusy(call, older, timeouts);
    case 'second':
      return placed({ ...call, ringsOn: reception.on }, older);
  }
}

/** An id belongs to one caller and one callee; an alias was made by the callee of the call, so there the two are swapped. */
function repeat({ callId, caller, calleeId }: PlaceRequest, call: Call): Decision<PlaceVerdict> {
  const isOwnId = call.id === callId;
  const [first, second] = isOwnId ? [call.caller, call.callee] : [call.callee, call.caller];
  const isSamePair = first.userId === caller.userId && second.userId === calleeId;
  if (!isSamePair) return refuse('idTaken', 'conflict');
  return { kind: 'decided', verdict: 'repeated', call, changes: [], acquaintances: [] };
}

function isConflict(request: PlaceRequest, live: readonly Live[]): boolean {
  return live.some((call) => {
    if (!isBetween(call, request)) return isInCall(call, request.caller.deviceId);
    return isAnswered(call) && isPlacerAttached(call, request);
  });
}

function isPlacerAttached(call: Live, { caller }: PlaceRequest): boolean {
  const role = roleOf(call, caller.userId);
  return isAnswered(call) && role !== undefined && call.participants[role].connection === 'attached';
}

function isBetween(call: Live, { caller, calleeId }: PlaceRequest): boolean {
  return roleOf(call, caller.userId) !== undefined && roleOf(call, calleeId) !== undefined;
}

/**
 * Whether an older call of the two gives way: the placer starts over, or comes back from a device that is gone, or the
 * other's call has lost its caller. The last is left alone where one of the calls must stay unknown to its callee.
 */
function givesWay(call: Live, request: PlaceRequest, visibility: Visibility): boolean {
  if (!isBetween(call, request)) return false;
  if (isAnswered(call)) return !isPlacerAttached(call, request);
  if (call.caller.userId === request.caller.userId) return true;
  return visibility === 'open' && call.visibility === 'open' && call.callerConnection !== 'attached';
}

/** Whether the callee is calling the placer at this moment, though perhaps the placer does not know. */
function isGlare(call: Live, { caller, calleeId }: PlaceRequest): call is Unanswered {
  const isTheirs = call.caller.userId === calleeId && call.callee.userId === caller.userId;
  return isTheirs && isUnanswered(call) && call.callerConnection === 'attached';
}

/**
 * Whether another call rings at a user, which then has the place of the one that they talk in. A ringing stranger has not.
 */
function isRungBy(others: readonly Live[], userId: UserId): boolean {
  return others.some((call) => {
    const lock = isUnanswered(call) ? lockOf(call) : undefined;
    return lock?.userId === userId && lock.slot !== 'request';
  });
}

/** Beside a held call it rings on the device in that one, but may be answered by calling back from any. */
function ringingEverywhere(call: Unanswered): Unanswered {
  const { ringsOn: _, ...everywhere } = call;
  return everywhere;
}

const anotherRings = 'Another call is ringing. Answer or decline it first.';

/** The placer answers the other's call, with the media of their own request: a camera must not start unless its owner chose video. */
function answerInstead(
  { callId, caller, calleeId, media, at }: PlaceRequest,
  theirs: Live,
  older: readonly CallChange[],
  timeouts: Timeouts,
): Decision<PlaceVerdict> {
  const revealed = changesOf(theirs, { type: 'revealed' }, timeouts);
  const open = revealed[0]?.call ?? theirs;
  const decision = applyEvent<PlaceVerdict>(
    'glare',
    open,
    { type: 'accepted', by: caller, media, at },
    timeouts,
  );
  if (decision.kind === 'refused') return decision;
  const acquaintances = [{ userId: caller.userId, peerId: calleeId, called: true, answered: true }];
  return { ...decision, changes: [...older, ...revealed, ...decision.changes], alias: callId, acquaintances };
}

function newCall(
  { callId, caller: { userId, deviceId }, calleeId, media, about, at }: PlaceRequest,
  { reach: { visibility, sound, isRequest }, calleeTrustsCaller }: PlaceFacts,
  { callerName, calleeName }: { readonly callerName: string; readonly calleeName: string },
  timeouts: Timeouts,
): Calling {
  const ringDeadlineAt = at + timeouts.ringMs;
  return {
    id: callId,
    version: 1,
    phase: 'calling',
    media,
    caller: { userId, deviceId, name: callerName },
    callee: { userId: calleeId, name: calleeName },
    visibility,
    ...(visibility === 'open' && !sound && { isMuted: true }),
    ...(isRequest && { isRequest }),
    ...(about !== undefined && { about }),
    earlyCandidates: calleeTrustsCaller ? 'all' : 'relay',
    placedAt: at,
    ringDeadlineAt,
    callerConnection: 'attached',
    deadlines: { ring: ringDeadlineAt },
  };
}

function endAsBusy(call: Calling, older: readonly CallChange[], timeouts: Timeouts): Decision<PlaceVerdict> {
  const decision = applyEvent<PlaceVerdict>('busy', call, { type: 'foundBusy', at: call.placedAt }, timeouts);
  if (decision.kind === 'refused') return decision;
  const changes = [...older, { call, effects: [] }, ...decision.changes];
  return { ...decision, changes, acquaintances: acquaintancesOf(call) };
}

function placed(call: Calling, older: readonly CallChange[]): Decision<PlaceVerdict> {
  const verdict = call.visibility === 'open' ? 'placed' : call.visibility;
  const changes = [...older, { call, effects: notifyCallee(call, 'all') }];
  return { kind: 'decided', verdict, call, changes, acquaintances: acquaintancesOf(call) };
}

/** The callee gets to know the caller only by a call that they may know of. */
function acquaintancesOf({ caller, callee, visibility }: Call): readonly Acquaintance[] {
  const callers = { userId: caller.userId, peerId: callee.userId, called: true, answered: false };
  const callees = { userId: callee.userId, peerId: caller.userId, called: false, answered: false };
  return visibility === 'open' ? [callers, callees] : [callers];
}

/**
 * Reserves a callee for one call. Of all calls to a user at most one may have a lock of each slot, which the database
 * ensures across servers. Calls that a user placed need none.
 */
export interface ActiveCallLock {
  readonly userId: UserId;
  readonly callId: CallId;
  /** `current`: the user talks in it, or it rings. `held`: they hold it. `request`: it rings, from a stranger. */
  readonly slot: 'current' | 'held' | 'request';
}

/**
 * The lock that a call must have; undefined where it needs none, because it rang nowhere, rings as a second call, is hidden
 * or has ended.
 */
export function lockOf(call: Call): ActiveCallLock | undefined {
  const { userId } = call.callee;
  if (call.phase === 'ringing') {
    if (call.ringsOn !== undefined || call.visibility !== 'open') return undefined;
    return { userId, callId: call.id, slot: call.isRequest ? 'request' : 'current' };
  }
  if (!isAnswered(call)) return undefined;
  return { userId, callId: call.id, slot: call.participants.callee.isHolding ? 'held' : 'current' };
}
