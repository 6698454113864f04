import type { CallId, Media, Person, Result, WireCall } from '@ringback/protocol';
import { isOutcomeUnknown } from '../connection/signalingClient.ts';
import { asking } from './ask.ts';
import { endPressed, giveUp, leave, refused, tellEnd } from './ending.ts';
import { openInputs, sendTracks } from './input.ts';
import { giveUpAfterMs } from './placing.ts';
import { markOver } from './over.ts';
import { remark, wordEnded, wordOffline } from './remark.ts';
import { mayRing } from './ringing.ts';
import type { Accepting, CallsState, MyCall, Ring } from './state.ts';
import { next, step, withMine, type Step } from './step.ts';

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
