import type { CallId, Result, WireCall } from '@ringback/protocol';
import type { Word } from '../selectors/callScreen.ts';
import { type Ask, type Effect, type Step, asking, placeAsk, step } from '../state/callEffect.ts';
import type { CallsState, EndedCall, MyCall, PendingEnd } from '../state/callsState.ts';
import { isOutcomeUnknown } from '../../connection/signalingClient.ts';
import { releaseInputs } from './inputs.ts';
import { correctDuration, remark, wordEnded, wordOffline } from './toasts.ts';

/** After this long the server has ended any call by itself. */
const keepEndsForMs = 600_000;
/** A busy server is asked again after this long. */
const retryEndMs = 2_000;

/** Cancel or Hang up. It always succeeds here and now; the server is told right behind, or as soon as it can be. */
export function endPressed(state: CallsState, key: CallId, now: number): Step {
  const { mine } = state;
  if (mine?.key !== key) return step(state);
  switch (mine.stage.name) {
    case 'asking':
      return cancelBeforePlacing(state, mine, mine.stage.permission, now);
    case 'placing':
    case 'waiting':
      return leaveAndTell(state, mine, { kind: 'canceled' }, now);
    case 'accepting':
    case 'talking':
      return hangUp(state, mine, now);
  }
}

/**
 * A call that was placed and canceled is in both histories, however quick the two presses were: how long the browser takes
 * to tell its permissions makes no difference. Only one that the browser held up with its own question was never placed.
 */
function cancelBeforePlacing(
  state: CallsState,
  mine: MyCall,
  permission: 'checking' | 'prompting',
  now: number,
): Step {
  if (permission === 'prompting') return leave(state, mine, { kind: 'canceled' }, now);
  const { state: left, effects } = leaveAndTell(state, mine, { kind: 'canceled' }, now);
  return step(left, [...asking(state, placeAsk(mine)), ...effects]);
}

function hangUp(state: CallsState, mine: MyCall, now: number): Step {
  const tell: Effect = {
    type: 'tell',
    callId: mine.id,
    message: { kind: 'ended', callId: mine.id, agoMs: 0 },
  };
  const { state: after, effects } = leaveAndTell(state, mine, endedWord(mine, now), now);
  return step(after, mine.stage.name === 'talking' ? [tell, ...effects] : effects);
}

/** The other side hung up, and says so past the server. The server hears it from here too, in case they cannot tell it. */
export function peerEnded(state: CallsState, mine: MyCall, agoMs: number, now: number): Step {
  const { state: after, effects } = leave(state, mine, endedWord(mine, now), now);
  const pressed = pendingEnd(mine, now - agoMs);
  const told = tellEnd(after, { ...pressed, isPeers: true }, now);
  return step(told.state, [...effects, ...told.effects]);
}

/** The server says that the call of this device is over. */
export function endedByServer(state: CallsState, mine: MyCall, call: WireCall, now: number): Step {
  const reason = call.end?.reason;
  switch (reason) {
    case undefined:
      return leave(state, mine, wordEnded, now);
    case 'hungUp':
      return leave(state, mine, { kind: 'callEnded', durationMs: durationOf(call) }, now);
    case 'canceled':
      // Where it was not mine, its caller took it back in the moment it was accepted; the notice of the miss says more.
      return leave(state, mine, isOutgoing(state, call) ? { kind: 'canceled' } : wordEnded, now);
    case 'noAnswer':
    case 'unreachable':
    case 'declined':
    case 'busy':
    case 'connectFailed':
    case 'connectionLost':
      return leaveWithOutcome(state, mine, { call, peer: mine.peer, reason }, now);
  }
}

/** The caller learns why nobody came; the callee only where there was a call to lose. */
function leaveWithOutcome(state: CallsState, mine: MyCall, outcome: EndedCall, now: number): Step {
  const isTold = isOutgoing(state, outcome.call) || outcome.call.answeredAt !== undefined;
  if (!isTold) return leave(state, mine, wordEnded, now);
  const { state: after, effects } = leave(state, mine, undefined, now);
  return step({ ...after, outcome }, effects);
}

/** The server would not have it. */
export function refused(state: CallsState, mine: MyCall, message: string, now: number): Step {
  return leave(state, mine, { kind: 'refused', message }, now);
}

/** Nobody knows what became of a request, for too long. Should it have been done after all, it is undone. */
export function giveUp(state: CallsState, mine: MyCall, now: number): Step {
  return leaveAndTell(state, mine, wordOffline, now);
}

/** The one way out of a call: inputs are let go of, and nothing said later brings the call back. */
export function leave(state: CallsState, mine: MyCall, word: Word | undefined, now: number): Step {
  const left = markOver({ ...state, mine: null }, mine.id, mine.key);
  const said = word === undefined ? left : remark(left, mine.id, word, now);
  return step(said, releaseInputs(mine));
}

function leaveAndTell(state: CallsState, mine: MyCall, word: Word, now: number): Step {
  const { state: left, effects } = leave(state, mine, word, now);
  const told = tellEnd(left, pendingEnd(mine, now), now);
  return step(told.state, [...told.effects, ...effects]);
}

function pendingEnd(mine: MyCall, pressedAt: number): PendingEnd {
  return { ask: 'call:end', callId: mine.id, peerId: mine.peer.id, pressedAt, isPeers: false };
}

/** Tells the server of an ending, and keeps it until the server has answered. */
export function tellEnd(state: CallsState, end: PendingEnd, now: number): Step {
  const { retryAt: _, ...waiting } = end;
  const others = state.ends.filter((other) => other.callId !== end.callId);
  return step({ ...state, ends: [...others, waiting] }, asking(state, endAsk(waiting, now)));
}

/** Tells the server all that it may not have heard. */
export function tellEnds(state: CallsState, now: number): Step {
  const ends = state.ends.filter((end) => now - end.pressedAt < keepEndsForMs);
  return step(
    { ...state, ends: ends.map(({ retryAt: _, ...end }) => end) },
    ends.flatMap((end) => asking(state, endAsk(end, now))),
  );
}

function endAsk(end: PendingEnd, now: number): Ask {
  const { callId } = end;
  if (end.ask === 'call:decline') return { name: end.ask, payload: { callId } };
  const endedAgoMs = Math.max(0, Math.round(now - end.pressedAt));
  return {
    name: end.ask,
    payload: { callId, ...(endedAgoMs > 0 && { endedAgoMs }), ...(end.isPeers && { peerEnded: true }) },
  };
}

/** The server answered to an ending. Whatever it says but "not now", there is nothing more to be told. */
export function endAnswered(state: CallsState, callId: CallId, result: Result<WireCall>, now: number): Step {
  if (result.ok) return step(corrected(withoutEnd(state, callId), result.data));
  if (!isOutcomeUnknown(result)) return step(withoutEnd(state, callId));
  if (result.error.code === 'offline') return step(state);
  const retryAt = now + (result.error.retryAfterMs ?? retryEndMs);
  return step({
    ...state,
    ends: state.ends.map((end) => (end.callId === callId ? { ...end, retryAt } : end)),
  });
}

function withoutEnd(state: CallsState, callId: CallId): CallsState {
  return { ...state, ends: state.ends.filter((end) => end.callId !== callId) };
}

/** Takes the server's word on a call that is over here: under its own id too, and for its duration. */
export function corrected(state: CallsState, call: WireCall): CallsState {
  const known = markOver(state, call.id);
  return call.end?.reason === 'hungUp' ? correctDuration(known, call.id, durationOf(call)) : known;
}

/** How long an ended call carried media, in ms. */
function durationOf(call: WireCall): number {
  if (call.connectedAt === undefined || call.end === undefined) return 0;
  return Math.max(0, call.end.at - call.connectedAt);
}

function endedWord(mine: MyCall, now: number): Word {
  const since = mine.stage.name === 'talking' ? mine.stage.upSince : undefined;
  return { kind: 'callEnded', durationMs: since === undefined ? 0 : now - since };
}

function isOutgoing(state: CallsState, call: WireCall): boolean {
  return call.caller.userId === state.me?.person.id;
}

/** Calls of which something may still be said after they are over. */
const mostOver = 64;

/**
 * Marks calls as over on this device, for good: whatever is said of them later, they neither ring nor come back.
 * The call that this device is in is never among them; it ends by `leave` alone.
 */
export function markOver(state: CallsState, ...ids: readonly CallId[]): CallsState {
  const fresh = [...new Set(ids)].filter((id) => !state.over.includes(id) && id !== state.mine?.id);
  if (fresh.length === 0) return state;
  return {
    ...state,
    over: [...state.over, ...fresh].slice(-mostOver),
    rings: state.rings.filter((ring) => !fresh.includes(ring.call.id)),
    early: state.early.filter((signal) => !fresh.includes(signal.callId)),
  };
}
