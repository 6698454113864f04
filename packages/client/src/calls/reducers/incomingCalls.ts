import {
  type CallId,
  type Media,
  type Person,
  type Result,
  type WireCall,
  bounds,
  isUnansweredPhase,
} from '@ringback/protocol';
import {
  type ServerRequest,
  type Effect,
  type Transition,
  sendRequest,
  andThen,
  transition,
  withCurrentCall,
} from '../state/callEffect.ts';
import type { Accepting, CallsState, DeviceCall, IncomingCallState } from '../state/callsState.ts';
import { toLocal } from '../state/serverClock.ts';
import { isOutcomeUnknown } from '../../connection/signalingClient.ts';
import { endPressed, giveUp, leaveCall, markClosed, rejected, reportEnd } from './callEnd.ts';
import { openInputs, sendTracks } from './inputs.ts';
import { prefetchIceServers } from './mediaSessions.ts';
import { giveUpAfterMs } from './outgoingCall.ts';
import { showToast, alreadyEnded, serverUnreachable } from './toasts.ts';

/** News travel in far less, in ms, and clocks agree far better. */
const staleAfterMs = 3_000;

/**
 * Whether this device may ring for a call right now. In an answered call it keeps quiet. So it does while the server has
 * not confirmed that a call with the same person was ended here: this may be that call, by the other's id.
 */
function mayRing(state: CallsState, incomingCall: IncomingCallState): boolean {
  const { currentCall, pendingEnds } = state;
  if (incomingCall.isUnverified) return false;
  const isTakenBack = pendingEnds.some(
    (end) => end.request === 'call:end' && end.peerId === incomingCall.call.caller.userId,
  );
  if (currentCall === null) return !isTakenBack;
  switch (currentCall.stage.name) {
    case 'asking':
    case 'placing':
      // Both call each other: the server will take my placement for an answer, so nothing need ring.
      return incomingCall.call.caller.userId !== currentCall.peer.id;
    case 'waiting':
      return !isTakenBack;
    case 'accepting':
    case 'talking':
      return false;
  }
}

/** The ring that the screen shows: the oldest one. */
export function shownIncomingCall(state: CallsState): IncomingCallState | undefined {
  return state.incomingCalls
    .filter((incomingCall) => mayRing(state, incomingCall))
    .toSorted((a, b) => a.call.placedAt - b.call.placedAt)[0];
}

/** Ends what has rung long enough, also where no timer said so in time: a tab that slept hears a push first. */
export function expireIncomingCalls(state: CallsState, now: number): CallsState {
  return state.incomingCalls
    .filter((incomingCall) => ringDeadline(state, incomingCall) <= now)
    .reduce((silent, incomingCall) => markClosed(silent, incomingCall.call.id), state);
}

/** Lets ring what may ring now, and tells the server once on each connection. */
export function startRinging(state: CallsState, now: number): Transition {
  const effects: Effect[] = [];
  const incomingCalls = state.incomingCalls.map((incomingCall) => {
    if (!mayRing(state, incomingCall)) return incomingCall;
    const tells = incomingCall.reported === 'no' && state.isOnline;
    if (tells) effects.push(...sendRequest(state, ringingRequest(incomingCall)));
    if (tells && incomingCall.sinceMs === undefined) effects.push(prefetchIceServers(incomingCall.call.id));
    if (incomingCall.sinceMs !== undefined && !tells) return incomingCall;
    return {
      ...incomingCall,
      sinceMs: incomingCall.sinceMs ?? now,
      reported: tells ? 'asked' : incomingCall.reported,
    } as const;
  });
  const isSame = incomingCalls.every((incomingCall, index) => incomingCall === state.incomingCalls[index]);
  return transition(isSame ? state : { ...state, incomingCalls }, effects);
}

function ringingRequest(incomingCall: IncomingCallState): ServerRequest {
  return { name: 'call:ringing', payload: { callId: incomingCall.call.id } };
}

/** Asks how a ringing call stands; who was not answered says once more that it rings, which tells the same. */
export function pollIncomingCall(state: CallsState, incomingCall: IncomingCallState): readonly Effect[] {
  const { id: callId } = incomingCall.call;
  return sendRequest(
    state,
    incomingCall.reported === 'asked'
      ? ringingRequest(incomingCall)
      : { name: 'call:get', payload: { callId } },
  );
}

/** The server knows that this device rings. */
export function ringingReported(state: CallsState, callId: CallId): CallsState {
  const incomingCalls = state.incomingCalls.map((incomingCall) =>
    incomingCall.call.id === callId ? ({ ...incomingCall, reported: 'yes' } as const) : incomingCall,
  );
  return { ...state, incomingCalls };
}

/** What the server says of a call to this user in which this device is not. */
export function incomingCallChanged(state: CallsState, call: WireCall, now: number): Transition {
  const known = state.incomingCalls.find((incomingCall) => incomingCall.call.id === call.id);
  if (known !== undefined && known.call.version >= call.version) return transition(state);
  if (!isUnansweredPhase(call.phase)) return transition(incomingCallOver(state, known, call, now));
  if (known === undefined) {
    const incomingCall: IncomingCallState = {
      call,
      mediaSession: 'none',
      reported: 'no',
      pollAt: now + bounds.pollMs,
    };
    return transition({ ...state, incomingCalls: [...state.incomingCalls, incomingCall] });
  }
  const incomingCalls = state.incomingCalls.map((incomingCall) =>
    incomingCall === known ? { ...incomingCall, call } : incomingCall,
  );
  return transition({ ...state, incomingCalls });
}

/**
 * A push told of a call. One that comes long after the call was placed has waited somewhere, most likely in a tab that
 * slept, and behind it may be the push that it is over: the server is asked before anything rings.
 */
export function verifyStaleRing(
  before: CallsState,
  state: CallsState,
  { id: callId, placedAt }: WireCall,
  now: number,
): Transition {
  const isNew = !before.incomingCalls.some((incomingCall) => incomingCall.call.id === callId);
  const incomingCall = isNew ? state.incomingCalls.find((each) => each.call.id === callId) : undefined;
  const isStale = state.serverClock !== null && now - toLocal(state.serverClock, placedAt) > staleAfterMs;
  if (incomingCall === undefined || !isStale || ringDeadline(state, incomingCall) <= now)
    return transition(state);
  const incomingCalls = state.incomingCalls.map((each) =>
    each === incomingCall ? ({ ...incomingCall, isUnverified: true } as const) : each,
  );
  return transition(
    { ...state, incomingCalls },
    sendRequest(state, { name: 'call:get', payload: { callId } }),
  );
}

/** The server itself has just told how a call stands. */
export function markVerified(state: CallsState, callId: CallId): CallsState {
  if (
    !state.incomingCalls.some((incomingCall) => incomingCall.isUnverified && incomingCall.call.id === callId)
  )
    return state;
  const incomingCalls = state.incomingCalls.map((incomingCall) => {
    if (incomingCall.call.id !== callId) return incomingCall;
    const { isUnverified: _, ...verified } = incomingCall;
    return verified;
  });
  return { ...state, incomingCalls };
}

/** Only where it rang does anybody wonder why it stopped. */
function incomingCallOver(
  state: CallsState,
  known: IncomingCallState | undefined,
  call: WireCall,
  now: number,
): CallsState {
  const silent = markClosed(state, call.id);
  if (known?.sinceMs === undefined) return silent;
  if (call.phase !== 'ended') return showToast(silent, call.id, { kind: 'answeredElsewhere' }, now);
  if (call.end?.reason !== 'declined') return silent;
  return showToast(silent, call.id, { kind: 'declinedElsewhere' }, now);
}

/** The server would not have it that this device rings: it is asked what became of the call, or this device is taken. */
export function ringingRejected(state: CallsState, callId: CallId, result: Result<never>): Transition {
  const isKnown = state.incomingCalls.some((incomingCall) => incomingCall.call.id === callId);
  if (result.ok || isOutcomeUnknown(result) || !isKnown) return transition(state);
  const { code } = result.error;
  if (code !== 'ended' && code !== 'answeredElsewhere') return transition(markClosed(state, callId));
  return transition(state, sendRequest(state, { name: 'call:get', payload: { callId } }));
}

/** When a ring stops by itself, on this machine's clock, whether the server says so or not. */
export function ringDeadline(state: CallsState, incomingCall: IncomingCallState): number {
  return toLocal(state.serverClock, incomingCall.call.ringDeadlineAt);
}

/** A server that did not answer is asked again after this long. */
const retryMs = 1_000;
/** For so long the server may not have written down the end of a call that it was told of right before. */
const catchUpMs = 3_000;

/** Takes a call that rings here. An own call that nobody has answered is taken back first, and the server told in this order. */
export function acceptPressed(state: CallsState, callId: CallId, media: Media, now: number): Transition {
  const incomingCall = state.incomingCalls.find((candidate) => candidate.call.id === callId);
  // A button that was pressed too late must not end the call that this device is in by now.
  if (incomingCall === undefined || !mayRing(state, incomingCall)) return transition(state);
  if (!state.isOnline) return transition(showToast(state, callId, serverUnreachable, now));
  const own = state.currentCall;
  const free = own === null ? transition(state) : endPressed(state, own.key, now);
  return andThen(free, (freed) => take(freed, incomingCall, media, now));
}

function take(
  state: CallsState,
  { call, mediaSession }: IncomingCallState,
  localMedia: Media,
  now: number,
): Transition {
  const incomingCalls = state.incomingCalls.filter((incomingCall) => incomingCall.call.id !== call.id);
  const { currentCall, effects } = openInputs({
    key: call.id,
    id: call.id,
    peer: callerOf(call),
    direction: 'incoming',
    pressedAt: now,
    media: call.media,
    localMedia,
    stage: { name: 'accepting', call, mediaSession, since: now },
    microphone: { state: 'closed' },
    camera: { state: 'closed' },
  });
  return withCurrentCall({ ...state, incomingCalls, outcome: null }, currentCall, [
    ...acceptRequest(state, currentCall),
    ...effects,
    ...sendTracks(currentCall),
  ]);
}

function acceptRequest(state: CallsState, currentCall: DeviceCall) {
  return sendRequest(state, {
    name: 'call:accept',
    payload: { callId: currentCall.id, media: currentCall.localMedia },
  });
}

/** Who calls, as a person to be shown. */
export function callerOf(call: WireCall): Person {
  return { id: call.caller.userId, name: call.caller.name };
}

/** Asks once more for what may or may not have been done; the device that won may say it again. */
export function acceptAgain(
  state: CallsState,
  currentCall: DeviceCall,
  stage: Accepting,
  now: number,
): Transition {
  if (now - stage.since >= giveUpAfterMs) return giveUp(state, currentCall, now);
  const { retryAt: _, ...waiting } = stage;
  return withCurrentCall(state, { ...currentCall, stage: waiting }, acceptRequest(state, currentCall));
}

/** This device was too late, or the server cannot say yet. */
export function acceptFailed(
  state: CallsState,
  callId: CallId,
  result: Result<never>,
  now: number,
): Transition {
  const { currentCall } = state;
  if (result.ok || currentCall?.id !== callId || currentCall.stage.name !== 'accepting')
    return transition(state);
  const { code, message } = result.error;
  if (code === 'answeredElsewhere') return leaveCall(state, currentCall, { kind: 'answeredElsewhere' }, now);
  if (code === 'offline') return transition(state);
  // This device is in no other call; only the server may still hold the own one that was taken back right before.
  const isCatchingUp = code === 'conflict' && now - currentCall.stage.since < catchUpMs;
  const isTransient = isOutcomeUnknown(result) || isCatchingUp;
  if (!isTransient) return rejected(state, currentCall, message, now);
  return withCurrentCall(state, { ...currentCall, stage: { ...currentCall.stage, retryAt: now + retryMs } });
}

/** Turns a call down, for all devices of this user. */
export function declinePressed(state: CallsState, callId: CallId, now: number): Transition {
  const incomingCall = state.incomingCalls.find((candidate) => candidate.call.id === callId);
  if (incomingCall === undefined) return transition(state);
  const peerId = incomingCall.call.caller.userId;
  const end = { request: 'call:decline', callId, peerId, pressedAt: now, endedByPeer: false } as const;
  return reportEnd(markClosed(state, callId), end, now);
}

/** Another device was faster, or the caller: it is told what the history will say. */
export function declineFailed(
  state: CallsState,
  callId: CallId,
  result: Result<never>,
  now: number,
): Transition {
  if (result.ok) return transition(state);
  const { code } = result.error;
  if (code === 'answeredElsewhere') return transition(showToast(state, callId, { kind: code }, now));
  return transition(code === 'ended' ? showToast(state, callId, alreadyEnded, now) : state);
}
