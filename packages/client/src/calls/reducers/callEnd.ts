import type { CallId, Result, WireCall } from '@ringback/protocol';
import { isOutcomeUnknown } from '../../connection/signalingClient.ts';
import {
  placeRequest,
  sendRequest,
  transition,
  type Effect,
  type ServerRequest,
  type Transition,
} from '../state/callEffect.ts';
import type { CallsState, DeviceCall, EndedCall, PendingEnd } from '../state/callsState.ts';
import type { ToastContent } from '../state/toast.ts';
import { toServer } from '../state/serverClock.ts';
import { releaseInputs } from './inputs.ts';
import { alreadyEnded, correctDuration, serverUnreachable, showToast } from './toasts.ts';

/** The server ends every call by itself within this time. */
const pendingEndTtlMs = 600_000;
/** Delay before an ending is reported again to a busy server. */
const retryEndMs = 2_000;

/**
 * Cancel or Hang up. Takes effect at once on this device; the server gets the report right after, or once it
 * is reachable.
 */
export function endPressed(state: CallsState, key: CallId, now: number): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key) return transition(state);
  switch (currentCall.stage.name) {
    case 'asking':
      return cancelBeforePlacing(state, currentCall, currentCall.stage.permission, now);
    case 'placing':
    case 'waiting':
      return leaveAndReport(state, currentCall, { kind: 'canceled' }, now);
    case 'accepting':
    case 'talking':
      return hangUp(state, currentCall, now);
  }
}

/**
 * A call that was placed and then canceled must be in both histories, even if the cancel came before the
 * browser reported its permission. Only while the browser shows its own prompt, the call counts as not
 * placed.
 */
function cancelBeforePlacing(
  state: CallsState,
  currentCall: DeviceCall,
  permission: 'checking' | 'prompting',
  now: number,
): Transition {
  if (permission === 'prompting') return leaveCall(state, currentCall, { kind: 'canceled' }, now);
  const { state: left, effects } = leaveAndReport(state, currentCall, { kind: 'canceled' }, now);
  return transition(left, [...sendRequest(state, placeRequest(currentCall)), ...effects]);
}

function hangUp(state: CallsState, currentCall: DeviceCall, now: number): Transition {
  const sendEnded: Effect = {
    type: 'sendPeerMessage',
    callId: currentCall.id,
    message: { kind: 'ended', callId: currentCall.id, agoMs: 0 },
  };
  const { state: after, effects } = leaveAndReport(state, currentCall, callEndedToast(currentCall, now), now);
  return transition(after, currentCall.stage.name === 'talking' ? [sendEnded, ...effects] : effects);
}

/**
 * The other side hung up and said so over the data channel. This device reports it as well, in case the other
 * one cannot.
 */
export function peerEnded(
  state: CallsState,
  currentCall: DeviceCall,
  agoMs: number,
  now: number,
): Transition {
  const { state: after, effects } = leaveCall(state, currentCall, callEndedToast(currentCall, now), now);
  const pressed = pendingEnd(state, currentCall, now - agoMs);
  const reported = reportEnd(after, { ...pressed, endedByPeer: true }, now);
  return transition(reported.state, [...effects, ...reported.effects]);
}

/** Handles the end of this device's call, as the server reports it. */
export function endedByServer(
  state: CallsState,
  currentCall: DeviceCall,
  call: WireCall,
  now: number,
): Transition {
  const reason = call.end?.reason;
  switch (reason) {
    case undefined:
      return leaveCall(state, currentCall, alreadyEnded, now);
    case 'hungUp':
      return leaveCall(state, currentCall, { kind: 'callEnded', durationMs: durationOf(call) }, now);
    case 'canceled':
      // The caller canceled in the moment of the accept; the callee sees a missed-call notice anyway.
      return leaveCall(
        state,
        currentCall,
        isOutgoing(state, call) ? { kind: 'canceled' } : alreadyEnded,
        now,
      );
    case 'noAnswer':
    case 'unreachable':
    case 'declined':
    case 'busy':
    case 'connectFailed':
    case 'connectionLost':
      return leaveWithOutcome(state, currentCall, { call, peer: currentCall.peer, reason }, now);
  }
}

/**
 * The caller learns why the call was not answered; the callee sees a dialog only for a call that was
 * answered.
 */
function leaveWithOutcome(
  state: CallsState,
  currentCall: DeviceCall,
  outcome: EndedCall,
  now: number,
): Transition {
  const isShown = isOutgoing(state, outcome.call) || outcome.call.answeredAt !== undefined;
  if (!isShown) return leaveCall(state, currentCall, alreadyEnded, now);
  const { state: after, effects } = leaveCall(state, currentCall, undefined, now);
  return transition({ ...after, outcome }, effects);
}

/** Ends the call because the server rejected the request, and shows its message. */
export function rejected(
  state: CallsState,
  currentCall: DeviceCall,
  message: string,
  now: number,
): Transition {
  return leaveCall(state, currentCall, { kind: 'refused', message }, now);
}

/**
 * Ends a call whose request had an unknown outcome for too long, and reports the end in case the request
 * succeeded.
 */
export function giveUp(state: CallsState, currentCall: DeviceCall, now: number): Transition {
  return leaveAndReport(state, currentCall, serverUnreachable, now);
}

/**
 * The only way out of a call: stops the inputs and marks the call as closed, so that later updates cannot
 * revive it.
 */
export function leaveCall(
  state: CallsState,
  currentCall: DeviceCall,
  content: ToastContent | undefined,
  now: number,
): Transition {
  const left = markClosed({ ...state, currentCall: null }, currentCall.id, currentCall.key);
  const withToast = content === undefined ? left : showToast(left, currentCall.id, content, now);
  return transition(withToast, releaseInputs(currentCall));
}

function leaveAndReport(
  state: CallsState,
  currentCall: DeviceCall,
  content: ToastContent,
  now: number,
): Transition {
  const { state: left, effects } = leaveCall(state, currentCall, content, now);
  const reported = reportEnd(left, pendingEnd(state, currentCall, now), now);
  return transition(reported.state, [...reported.effects, ...effects]);
}

function pendingEnd(state: CallsState, currentCall: DeviceCall, pressedAt: number): PendingEnd {
  return {
    request: 'call:end',
    callId: currentCall.id,
    peerId: currentCall.peer.id,
    pressedAt: toServer(state.serverClock, pressedAt),
    endedByPeer: false,
  };
}

/** Reports an ending to the server and keeps it until the server has responded. */
export function reportEnd(state: CallsState, end: PendingEnd, now: number): Transition {
  const { retryAt: _, ...waiting } = end;
  const others = state.pendingEnds.filter((other) => other.callId !== end.callId);
  return transition(
    { ...state, pendingEnds: [...others, waiting] },
    sendRequest(state, endRequest(state, waiting, now)),
  );
}

/** Reports all unconfirmed endings again. */
export function reportEnds(state: CallsState, now: number): Transition {
  const serverTime = toServer(state.serverClock, now);
  const pendingEnds = state.pendingEnds.filter((end) => serverTime - end.pressedAt < pendingEndTtlMs);
  return transition(
    { ...state, pendingEnds: pendingEnds.map(({ retryAt: _, ...end }) => end) },
    pendingEnds.flatMap((end) => sendRequest(state, endRequest(state, end, now))),
  );
}

function endRequest({ serverClock }: CallsState, end: PendingEnd, now: number): ServerRequest {
  const { callId } = end;
  if (end.request === 'call:decline') return { name: end.request, payload: { callId } };
  const endedAgoMs = Math.max(0, Math.round(toServer(serverClock, now) - end.pressedAt));
  return {
    name: end.request,
    payload: { callId, ...(endedAgoMs > 0 && { endedAgoMs }), ...(end.endedByPeer && { peerEnded: true }) },
  };
}

/** The server responded to an ending. Unless the outcome is unknown, nothing remains to be reported. */
export function endAnswered(
  state: CallsState,
  callId: CallId,
  result: Result<WireCall>,
  now: number,
): Transition {
  if (result.ok) return transition(corrected(withoutEnd(state, callId), result.data));
  if (!isOutcomeUnknown(result)) return transition(withoutEnd(state, callId));
  if (result.error.code === 'offline') return transition(state);
  const retryAt = now + (result.error.retryAfterMs ?? retryEndMs);
  return transition({
    ...state,
    pendingEnds: state.pendingEnds.map((end) => (end.callId === callId ? { ...end, retryAt } : end)),
  });
}

function withoutEnd(state: CallsState, callId: CallId): CallsState {
  return { ...state, pendingEnds: state.pendingEnds.filter((end) => end.callId !== callId) };
}

/** Applies the server's view of a closed call: its id (after a glare it differs) and its duration. */
export function corrected(state: CallsState, call: WireCall): CallsState {
  const known = markClosed(state, call.id);
  return call.end?.reason === 'hungUp' ? correctDuration(known, call.id, durationOf(call)) : known;
}

/** How long an ended call carried media, in ms. */
function durationOf(call: WireCall): number {
  if (call.connectedAt === undefined || call.end === undefined) return 0;
  return Math.max(0, call.end.at - call.connectedAt);
}

function callEndedToast(currentCall: DeviceCall, now: number): ToastContent {
  const since = currentCall.stage.name === 'talking' ? currentCall.stage.upSince : undefined;
  return { kind: 'callEnded', durationMs: since === undefined ? 0 : now - since };
}

function isOutgoing(state: CallsState, call: WireCall): boolean {
  return call.caller.userId === state.me?.person.id;
}

/** Updates may arrive for this many closed calls. */
const maxClosedCalls = 64;

/**
 * Marks calls as closed on this device for good: no later update makes them ring or revives them. Never marks
 * the calls that this device is in; those end through `leaveCall` only.
 */
export function markClosed(state: CallsState, ...ids: readonly CallId[]): CallsState {
  const fresh = [...new Set(ids)].filter(
    (id) => !state.closedCalls.includes(id) && id !== state.currentCall?.id && id !== state.heldCall?.id,
  );
  if (fresh.length === 0) return state;
  return {
    ...state,
    closedCalls: [...state.closedCalls, ...fresh].slice(-maxClosedCalls),
    incomingCalls: state.incomingCalls.filter((incomingCall) => !fresh.includes(incomingCall.call.id)),
    earlySignals: state.earlySignals.filter((signal) => !fresh.includes(signal.callId)),
  };
}
