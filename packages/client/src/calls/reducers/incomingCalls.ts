import {
  bounds,
  isUnansweredPhase,
  type CallId,
  type CurrentCallPlan,
  type Media,
  type Person,
  type Result,
  type WireCall,
} from '@ringback/protocol';
import { isOutcomeUnknown } from '../../connection/signalingClient.ts';
import type { CallAction } from '../state/callAction.ts';
import {
  andThen,
  measureClock,
  sendRequest,
  transition,
  withCurrentCall,
  type Effect,
  type ServerRequest,
  type Transition,
} from '../state/callEffect.ts';
import type { Accepting, CallsState, DeviceCall, IncomingCallState, Input } from '../state/callsState.ts';
import { toLocal, toServer } from '../state/serverClock.ts';
import { endPressed, giveUp, leaveCall, markClosed, rejected, reportEnd } from './callEnd.ts';
import { openInputs, previewedCamera } from './inputs.ts';
import { prefetchIceServers } from './mediaSessions.ts';
import { giveUpAfterMs } from './outgoingCall.ts';
import { sendTracks } from './sentMedia.ts';
import { alreadyEnded, serverUnreachable, showToast } from './toasts.ts';

/** Updates arrive much faster than this, in ms, and the clocks agree much better. */
const staleAfterMs = 3_000;
/** How far a time of the server may seem to be ahead; clocks agree better. */
const clockToleranceMs = 1_000;
/** Delay before a request without a response is repeated. */
const retryMs = 1_000;
/** The server may take this long to store an end that was reported right before the accept. */
const catchUpMs = 3_000;

/**
 * Whether this device may ring for a call right now. It does not ring where it could not answer, beside two calls, nor while an
 * ended call with the same person is unconfirmed: after a glare, this may be that call under its other id.
 */
function mayRing(state: CallsState, incomingCall: IncomingCallState): boolean {
  const { me, currentCall, pendingEnds } = state;
  if (incomingCall.isUnverified || me?.cannotCall) return false;
  const wasJustEnded = pendingEnds.some(
    (end) => end.request === 'call:end' && end.peerId === incomingCall.call.caller.userId,
  );
  if (currentCall === null) return !wasJustEnded;
  switch (currentCall.stage.name) {
    case 'asking':
    case 'placing':
      // Glare: the server will treat the placement as an answer to this call, so it need not ring.
      return incomingCall.call.caller.userId !== currentCall.peer.id;
    case 'waiting':
      return !wasJustEnded;
    case 'talking':
      // A second call. The server says busy to a third one.
      return state.heldCall === null && incomingCall.call.caller.userId !== currentCall.peer.id;
    case 'accepting':
      return false;
  }
}

/** The call whose ringing the screen shows: the oldest one, but a stranger's request keeps no other call waiting. */
export function shownIncomingCall(state: CallsState): IncomingCallState | undefined {
  return state.incomingCalls
    .filter((incomingCall) => mayRing(state, incomingCall))
    .toSorted((a, b) => ringRank(a.call) - ringRank(b.call) || a.call.placedAt - b.call.placedAt)[0];
}

function ringRank({ request }: WireCall): number {
  return request === undefined ? 0 : 1;
}

/**
 * Closes calls past their ring deadline. Not left to the timer alone, because a tab that slept may receive a
 * push before its timer fires.
 */
export function expireIncomingCalls(state: CallsState, now: number): CallsState {
  return state.incomingCalls
    .filter((incomingCall) => !incomingCall.isUnverified && ringDeadline(state, incomingCall) <= now)
    .reduce((silent, incomingCall) => markClosed(silent, incomingCall.call.id), state);
}

/** Starts ringing where allowed, and reports it to the server once per connection. */
export function startRinging(state: CallsState, now: number): Transition {
  const effects: Effect[] = [];
  const incomingCalls = state.incomingCalls.map((incomingCall) => {
    if (!mayRing(state, incomingCall)) return incomingCall;
    const reports = incomingCall.reported === 'no' && state.isOnline;
    if (reports) effects.push(...sendRequest(state, ringingRequest(incomingCall)));
    if (reports && incomingCall.sinceMs === undefined) effects.push(prefetchIceServers(incomingCall.call.id));
    if (incomingCall.sinceMs !== undefined && !reports) return incomingCall;
    return {
      ...incomingCall,
      sinceMs: incomingCall.sinceMs ?? now,
      reported: reports ? 'asked' : incomingCall.reported,
    } as const;
  });
  const isSame = incomingCalls.every((incomingCall, index) => incomingCall === state.incomingCalls[index]);
  return transition(isSame ? state : { ...state, incomingCalls }, effects);
}

function ringingRequest(incomingCall: IncomingCallState): ServerRequest {
  return { name: 'call:ringing', payload: { callId: incomingCall.call.id } };
}

/**
 * Polls a ringing call. A ringing report without a response is repeated instead, since its response says the
 * same.
 */
export function pollIncomingCall(state: CallsState, incomingCall: IncomingCallState): readonly Effect[] {
  const { id: callId } = incomingCall.call;
  if (incomingCall.isUnverified) return verification(state, callId);
  return sendRequest(
    state,
    incomingCall.reported === 'asked'
      ? ringingRequest(incomingCall)
      : { name: 'call:get', payload: { callId } },
  );
}

/** The server knows that this device is ringing. */
export function ringingReported(state: CallsState, callId: CallId): CallsState {
  const incomingCalls = state.incomingCalls.map((incomingCall) =>
    incomingCall.call.id === callId ? ({ ...incomingCall, reported: 'yes' } as const) : incomingCall,
  );
  return { ...state, incomingCalls };
}

/** Handles an update of a call to this user that this device is not in. */
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
 * A push that seems to arrive long after its call was placed, even after it stopped ringing, was delivered to a tab that
 * slept, or the clock is wrong. Asks the server before anything rings, because the push of the end may be right behind
 * it, and drops nothing by this machine's clock. A push from the future rings, but proves the clock wrong.
 */
export function verifyStaleRing(
  before: CallsState,
  state: CallsState,
  { id: callId, placedAt }: WireCall,
  now: number,
): Transition {
  const isNew = !before.incomingCalls.some((incomingCall) => incomingCall.call.id === callId);
  const incomingCall = isNew ? state.incomingCalls.find((each) => each.call.id === callId) : undefined;
  if (incomingCall === undefined || state.serverClock === null) return transition(state);
  const ageMs = now - toLocal(state.serverClock, placedAt);
  if (ageMs < -clockToleranceMs) return transition(state, measureClock(state));
  if (ageMs <= staleAfterMs) return transition(state);
  const incomingCalls = state.incomingCalls.map((each) =>
    each === incomingCall ? ({ ...incomingCall, isUnverified: true } as const) : each,
  );
  return transition({ ...state, incomingCalls }, verification(state, callId));
}

/** The answer about the clock comes first, and decides whether the call may ring when the second one comes. */
function verification(state: CallsState, callId: CallId): readonly Effect[] {
  return [...measureClock(state), ...sendRequest(state, { name: 'call:get', payload: { callId } })];
}

/** The server has just confirmed how the call stands. Past its deadline, only the clock can be wrong, and is asked again. */
export function markVerified(state: CallsState, callId: CallId, now: number): CallsState {
  const unverified = state.incomingCalls.find(({ call, isUnverified }) => isUnverified && call.id === callId);
  if (unverified === undefined || ringDeadline(state, unverified) <= now) return state;
  const { isUnverified: _, ...verified } = unverified;
  const incomingCalls = state.incomingCalls.map((each) => (each === unverified ? verified : each));
  return { ...state, incomingCalls };
}

/** Shows why the ringing stopped, only where it rang. */
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

/**
 * The server rejected the report of ringing: requests the call to learn why, or closes it because this device
 * is busy.
 */
export function ringingRejected(state: CallsState, callId: CallId, result: Result<never>): Transition {
  const isKnown = state.incomingCalls.some((incomingCall) => incomingCall.call.id === callId);
  if (result.ok || isOutcomeUnknown(result) || !isKnown) return transition(state);
  const { code } = result.error;
  if (code !== 'ended' && code !== 'answeredElsewhere') return transition(markClosed(state, callId));
  return transition(state, sendRequest(state, { name: 'call:get', payload: { callId } }));
}

/** When the ringing stops by itself, on this machine's clock, even without an update from the server. */
export function ringDeadline(state: CallsState, incomingCall: IncomingCallState): number {
  return toLocal(state.serverClock, incomingCall.call.ringDeadlineAt);
}

/**
 * Accepts a ringing call. An unanswered call that this device placed is canceled first; the server gets both
 * in this order.
 */
export function acceptPressed(
  state: CallsState,
  { callId, media, plan }: CallAction & { type: 'acceptPressed' },
  now: number,
): Transition {
  const incomingCall = state.incomingCalls.find((candidate) => candidate.call.id === callId);
  // A late press must not end the call that this device is in by now.
  if (incomingCall === undefined || !mayRing(state, incomingCall)) return transition(state);
  if (!state.isOnline) return transition(showToast(state, callId, serverUnreachable, now));
  const own = state.currentCall;
  if (own?.stage.name === 'talking')
    return plan === undefined ? transition(state) : acceptSecond(state, incomingCall, { media, plan }, now);
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
  const accepting = acceptedCall({ name: 'accepting', call, mediaSession, since: now }, localMedia, now);
  const camera: Input = localMedia === 'video' ? previewedCamera(state, call.id) : { state: 'closed' };
  const { currentCall, effects } = openInputs({ ...accepting, camera });
  return withCurrentCall({ ...state, incomingCalls, preview: null, outcome: null }, currentCall, [
    ...acceptRequest(state, currentCall),
    ...effects,
    ...sendTracks(currentCall),
  ]);
}

/** Asks for a second call. The first one goes on as it is until the server has confirmed, and if it refuses. */
function acceptSecond(
  state: CallsState,
  { call, mediaSession }: IncomingCallState,
  { media, plan }: { readonly media: Media; readonly plan: CurrentCallPlan },
  now: number,
): Transition {
  const incomingCalls = state.incomingCalls.filter((incomingCall) => incomingCall.call.id !== call.id);
  const heldCall = acceptedCall({ name: 'accepting', call, mediaSession, plan, since: now }, media, now);
  return transition({ ...state, incomingCalls, outcome: null, heldCall }, acceptRequest(state, heldCall));
}

/** A call that was just accepted here, with its inputs closed. */
function acceptedCall(stage: Accepting, localMedia: Media, now: number): DeviceCall {
  const { call } = stage;
  return {
    key: call.id,
    id: call.id,
    peer: callerOf(call),
    direction: 'incoming',
    pressedAt: now,
    media: call.media,
    localMedia,
    stage,
    isMuted: false,
    microphone: { state: 'closed' },
    camera: { state: 'closed' },
    share: { state: 'off' },
  };
}

function acceptRequest(state: CallsState, { id: callId, localMedia, stage }: DeviceCall) {
  const plan = stage.name === 'accepting' ? stage.plan : undefined;
  return sendRequest(state, {
    name: 'call:accept',
    payload: { callId, media: localMedia, ...(plan !== undefined && { current: plan }) },
  });
}

/** The caller, as the person to show. */
export function callerOf(call: WireCall): Person {
  return { id: call.caller.userId, name: call.caller.name };
}

/** Repeats an accept with an unknown outcome; the server allows that to the device that won. */
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

/** Another device was faster, the call ended, or the outcome is unknown. */
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
  // This device is in no other call: the server only has not stored the end of the canceled one yet.
  const isCatchingUp = code === 'conflict' && now - currentCall.stage.since < catchUpMs;
  const isTransient = isOutcomeUnknown(result) || isCatchingUp;
  if (!isTransient) return rejected(state, currentCall, message, now);
  return withCurrentCall(state, { ...currentCall, stage: { ...currentCall.stage, retryAt: now + retryMs } });
}

/** Declines a call for all devices of this user. */
export function declinePressed(state: CallsState, callId: CallId, now: number): Transition {
  const incomingCall = state.incomingCalls.find((candidate) => candidate.call.id === callId);
  if (incomingCall === undefined) return transition(state);
  const peerId = incomingCall.call.caller.userId;
  const pressedAt = toServer(state.serverClock, now);
  const end = { request: 'call:decline', callId, peerId, pressedAt, endedByPeer: false } as const;
  return reportEnd(markClosed(state, callId), end, now);
}

/** Another device or the caller was faster: shows what the history will say. */
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

/** Whether the user may ask who calls what it is about: a stranger who has not said it and was not asked. */
export function mayAskWhy({ request, reason, asked }: WireCall): boolean {
  return request !== undefined && reason === undefined && asked === undefined;
}

/** The server stops the sound on all devices of the user. A request that gets lost can be pressed again. */
export function askWhyPressed(state: CallsState, callId: CallId): Transition {
  const call = shownIncomingCall(state)?.call;
  if (call?.id !== callId || !mayAskWhy(call)) return transition(state);
  return transition(state, sendRequest(state, { name: 'call:askReason', payload: { callId } }));
}
