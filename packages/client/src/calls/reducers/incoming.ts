import {
  type CallId,
  type Media,
  type Person,
  type Result,
  type WireCall,
  bounds,
  isUnansweredPhase,
} from '@ringback/protocol';
import { type Ask, type Effect, type Step, asking, next, step, withMine } from '../state/callEffect.ts';
import type { Accepting, CallsState, MyCall, Ring } from '../state/callsState.ts';
import { toLocal } from '../state/serverClock.ts';
import { isOutcomeUnknown } from '../../connection/signalingClient.ts';
import { endPressed, giveUp, leave, markOver, refused, tellEnd } from './callEnd.ts';
import { openInputs, sendTracks } from './inputs.ts';
import { askForServers } from './mediaSessions.ts';
import { giveUpAfterMs } from './outgoing.ts';
import { remark, wordEnded, wordOffline } from './toasts.ts';

/** News travel in far less, in ms, and clocks agree far better. */
const lateMs = 3_000;

/**
 * Whether this device may ring for a call right now. In an answered call it keeps quiet. So it does while the server has
 * not confirmed that a call with the same person was ended here: this may be that call, by the other's id.
 */
function mayRing(state: CallsState, ring: Ring): boolean {
  const { mine, ends } = state;
  if (ring.isDoubted) return false;
  const isTakenBack = ends.some((end) => end.ask === 'call:end' && end.peerId === ring.call.caller.userId);
  if (mine === null) return !isTakenBack;
  switch (mine.stage.name) {
    case 'asking':
    case 'placing':
      // Both call each other: the server will take my placement for an answer, so nothing need ring.
      return ring.call.caller.userId !== mine.peer.id;
    case 'waiting':
      return !isTakenBack;
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

/** Ends what has rung long enough, also where no timer said so in time: a tab that slept hears a push first. */
export function endLateRings(state: CallsState, now: number): CallsState {
  return state.rings
    .filter((ring) => ringEndsAt(state, ring) <= now)
    .reduce((silent, ring) => markOver(silent, ring.call.id), state);
}

/** Lets ring what may ring now, and tells the server once on each connection. */
export function ringAll(state: CallsState, now: number): Step {
  const effects: Effect[] = [];
  const rings = state.rings.map((ring) => {
    if (!mayRing(state, ring)) return ring;
    const tells = ring.told === 'no' && state.isOnline;
    if (tells) effects.push(...asking(state, ringingAsk(ring)));
    if (tells && ring.sinceMs === undefined) effects.push(askForServers(ring.call.id));
    if (ring.sinceMs !== undefined && !tells) return ring;
    return { ...ring, sinceMs: ring.sinceMs ?? now, told: tells ? 'asked' : ring.told } as const;
  });
  const isSame = rings.every((ring, index) => ring === state.rings[index]);
  return step(isSame ? state : { ...state, rings }, effects);
}

function ringingAsk(ring: Ring): Ask {
  return { name: 'call:ringing', payload: { callId: ring.call.id } };
}

/** Asks how a ringing call stands; who was not answered says once more that it rings, which tells the same. */
export function pollRing(state: CallsState, ring: Ring): readonly Effect[] {
  const { id: callId } = ring.call;
  return asking(state, ring.told === 'asked' ? ringingAsk(ring) : { name: 'call:get', payload: { callId } });
}

/** The server knows that this device rings. */
export function ringTold(state: CallsState, callId: CallId): CallsState {
  const rings = state.rings.map((ring) =>
    ring.call.id === callId ? ({ ...ring, told: 'yes' } as const) : ring,
  );
  return { ...state, rings };
}

/** What the server says of a call to this user in which this device is not. */
export function ringChanged(state: CallsState, call: WireCall, now: number): Step {
  const known = state.rings.find((ring) => ring.call.id === call.id);
  if (known !== undefined && known.call.version >= call.version) return step(state);
  if (!isUnansweredPhase(call.phase)) return step(ringOver(state, known, call, now));
  if (known === undefined) {
    const ring: Ring = { call, path: 'none', told: 'no', pollAt: now + bounds.pollMs };
    return step({ ...state, rings: [...state.rings, ring] });
  }
  const rings = state.rings.map((ring) => (ring === known ? { ...ring, call } : ring));
  return step({ ...state, rings });
}

/**
 * A push told of a call. One that comes long after the call was placed has waited somewhere, most likely in a tab that
 * slept, and behind it may be the push that it is over: the server is asked before anything rings.
 */
export function doubtLate(
  before: CallsState,
  state: CallsState,
  { id: callId, placedAt }: WireCall,
  now: number,
): Step {
  const isNew = !before.rings.some((ring) => ring.call.id === callId);
  const ring = isNew ? state.rings.find((each) => each.call.id === callId) : undefined;
  const isLate = state.serverClock !== null && now - toLocal(state.serverClock, placedAt) > lateMs;
  if (ring === undefined || !isLate || ringEndsAt(state, ring) <= now) return step(state);
  const rings = state.rings.map((each) => (each === ring ? ({ ...ring, isDoubted: true } as const) : each));
  return step({ ...state, rings }, asking(state, { name: 'call:get', payload: { callId } }));
}

/** The server itself has just told how a call stands. */
export function ringBelieved(state: CallsState, callId: CallId): CallsState {
  if (!state.rings.some((ring) => ring.isDoubted && ring.call.id === callId)) return state;
  const rings = state.rings.map((ring) => {
    if (ring.call.id !== callId) return ring;
    const { isDoubted: _, ...believed } = ring;
    return believed;
  });
  return { ...state, rings };
}

/** Only where it rang does anybody wonder why it stopped. */
function ringOver(state: CallsState, known: Ring | undefined, call: WireCall, now: number): CallsState {
  const silent = markOver(state, call.id);
  if (known?.sinceMs === undefined) return silent;
  if (call.phase !== 'ended') return remark(silent, call.id, { kind: 'answeredElsewhere' }, now);
  if (call.end?.reason !== 'declined') return silent;
  return remark(silent, call.id, { kind: 'declinedElsewhere' }, now);
}

/** The server would not have it that this device rings: it is asked what became of the call, or this device is taken. */
export function ringRefused(state: CallsState, callId: CallId, result: Result<never>): Step {
  const isKnown = state.rings.some((ring) => ring.call.id === callId);
  if (result.ok || isOutcomeUnknown(result) || !isKnown) return step(state);
  const { code } = result.error;
  if (code !== 'ended' && code !== 'answeredElsewhere') return step(markOver(state, callId));
  return step(state, asking(state, { name: 'call:get', payload: { callId } }));
}

/** When a ring stops by itself, on this machine's clock, whether the server says so or not. */
export function ringEndsAt(state: CallsState, ring: Ring): number {
  return toLocal(state.serverClock, ring.call.ringDeadlineAt);
}

/** A server that did not answer is asked again after this long. */
const retryMs = 1_000;
/** For so long the server may not have written down the end of a call that it was told of right before. */
const catchUpMs = 3_000;

/** Takes a call that rings here. An own call that nobody has answered is taken back first, and the server told in this order. */
export function acceptPressed(state: CallsState, callId: CallId, media: Media, now: number): Step {
  const ring = state.rings.find((candidate) => candidate.call.id === callId);
  // A button that was pressed too late must not end the call that this device is in by now.
  if (ring === undefined || !mayRing(state, ring)) return step(state);
  if (!state.isOnline) return step(remark(state, callId, wordOffline, now));
  const own = state.mine;
  const free = own === null ? step(state) : endPressed(state, own.key, now);
  return next(free, (freed) => take(freed, ring, media, now));
}

function take(state: CallsState, { call, path }: Ring, myMedia: Media, now: number): Step {
  const rings = state.rings.filter((ring) => ring.call.id !== call.id);
  const { mine, effects } = openInputs({
    key: call.id,
    id: call.id,
    peer: callerOf(call),
    direction: 'incoming',
    pressedAt: now,
    media: call.media,
    myMedia,
    stage: { name: 'accepting', call, path, since: now },
    microphone: { state: 'closed' },
    camera: { state: 'closed' },
  });
  return withMine({ ...state, rings, outcome: null }, mine, [
    ...askAccept(state, mine),
    ...effects,
    ...sendTracks(mine),
  ]);
}

function askAccept(state: CallsState, mine: MyCall) {
  return asking(state, { name: 'call:accept', payload: { callId: mine.id, media: mine.myMedia } });
}

/** Who calls, as a person to be shown. */
export function callerOf(call: WireCall): Person {
  return { id: call.caller.userId, name: call.caller.name };
}

/** Asks once more for what may or may not have been done; the device that won may say it again. */
export function acceptAgain(state: CallsState, mine: MyCall, stage: Accepting, now: number): Step {
  if (now - stage.since >= giveUpAfterMs) return giveUp(state, mine, now);
  const { retryAt: _, ...waiting } = stage;
  return withMine(state, { ...mine, stage: waiting }, askAccept(state, mine));
}

/** This device was too late, or the server cannot say yet. */
export function acceptFailed(state: CallsState, callId: CallId, result: Result<never>, now: number): Step {
  const { mine } = state;
  if (result.ok || mine?.id !== callId || mine.stage.name !== 'accepting') return step(state);
  const { code, message } = result.error;
  if (code === 'answeredElsewhere') return leave(state, mine, { kind: 'answeredElsewhere' }, now);
  if (code === 'offline') return step(state);
  // This device is in no other call; only the server may still hold the own one that was taken back right before.
  const isCatchingUp = code === 'conflict' && now - mine.stage.since < catchUpMs;
  const isTransient = isOutcomeUnknown(result) || isCatchingUp;
  if (!isTransient) return refused(state, mine, message, now);
  return withMine(state, { ...mine, stage: { ...mine.stage, retryAt: now + retryMs } });
}

/** Turns a call down, for all devices of this user. */
export function declinePressed(state: CallsState, callId: CallId, now: number): Step {
  const ring = state.rings.find((candidate) => candidate.call.id === callId);
  if (ring === undefined) return step(state);
  const peerId = ring.call.caller.userId;
  const end = { ask: 'call:decline', callId, peerId, pressedAt: now, isPeers: false } as const;
  return tellEnd(markOver(state, callId), end, now);
}

/** Another device was faster, or the caller: it is told what the history will say. */
export function declineFailed(state: CallsState, callId: CallId, result: Result<never>, now: number): Step {
  if (result.ok) return step(state);
  const { code } = result.error;
  if (code === 'answeredElsewhere') return step(remark(state, callId, { kind: code }, now));
  return step(code === 'ended' ? remark(state, callId, wordEnded, now) : state);
}
