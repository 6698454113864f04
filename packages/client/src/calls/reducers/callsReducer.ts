import type { Result, WireCall } from '@ringback/protocol';
import type { CallsEvent } from '../state/callAction.ts';
import { type Ask, type Step, next, step } from '../state/callEffect.ts';
import type { CallsState } from '../state/callsState.ts';
import { refined } from '../state/serverClock.ts';
import { linkTold, linkUntold, pathSaid, signaled } from './active.ts';
import { endAnswered, endPressed } from './callEnd.ts';
import { attached, pageHidden, signedIn, signedOut } from './connectivity.ts';
import { equipmentSeen, offerAnswered, piecePicked } from './deviceSelection.ts';
import {
  acceptFailed,
  acceptPressed,
  declineFailed,
  declinePressed,
  doubtLate,
  endLateRings,
  ringAll,
  ringBelieved,
  ringRefused,
  ringTold,
} from './incoming.ts';
import { inputEnded, opened } from './inputLifecycle.ts';
import { cameraPressed, inputHeld, microphoneHeard, microphonePressed } from './inputs.ts';
import { letGo } from './mediaSessions.ts';
import { permissionKnown, placeFailed, placeOnceAsked, placePressed, placedTooLate } from './outgoing.ts';
import { callChanged, placed, unknownToServer } from './serverUpdates.ts';
import { timePassed } from './timers.ts';

/**
 * The one guarded door of this device's calls: every press, push, answer, timer and word of a media path comes in
 * here, one at a time, and nothing else changes the state. `now` is this machine's clock, in ms.
 * What is late, or about another call, is recognized by its id and changes nothing.
 */
export function decide(state: CallsState, event: CallsEvent, now: number): Step {
  const done = next(react(state, event, now), (reached) => ringAll(endLateRings(reached, now), now));
  return letGo(state, done);
}

function react(state: CallsState, event: CallsEvent, now: number): Step {
  switch (event.type) {
    case 'placePressed':
      return placePressed(state, event, now);
    case 'acceptPressed':
      return acceptPressed(state, event.callId, event.media, now);
    case 'declinePressed':
      return declinePressed(state, event.callId, now);
    case 'endPressed':
      return endPressed(state, event.key, now);
    case 'microphonePressed':
      return microphonePressed(state, event.key, event.to);
    case 'cameraPressed':
      return cameraPressed(state, event.key, event.to);
    case 'piecePicked':
      return piecePicked(state, event.key, event.kind, event.pieceId);
    case 'offerAnswered':
      return offerAnswered(state, event.key, event.answer);
    case 'outcomeClosed':
      return step(state.outcome?.call.id === event.callId ? { ...state, outcome: null } : state);
    case 'attached':
      return attached(state, event.attachment, now);
    case 'detached':
      return step({ ...state, isOnline: false });
    case 'changed':
      return next(callChanged(state, event.call, now), (reached) =>
        doubtLate(state, reached, event.call, now),
      );
    case 'signaled': {
      const { callId, from, linkId, box } = event;
      return signaled(state, { callId, from, linkId, box, at: now });
    }
    case 'answered':
      return answered(clockRefined(state, event, now), event.ask, event.result, now);
    case 'permissionKnown':
      return permissionKnown(state, event.key, event.permission, now);
    case 'opened':
      return next(opened(state, event, now), (reached) => placeOnceAsked(reached, now));
    case 'inputEnded':
      return inputEnded(state, event.track, now);
    case 'inputHeld':
      return inputHeld(state, event.track, event.isHeld);
    case 'microphoneHeard':
      return microphoneHeard(state, event.track, event.verdict);
    case 'equipmentSeen':
      return equipmentSeen(state, event, now);
    case 'path':
      return pathSaid(state, event, now);
    case 'signedIn':
      return signedIn(event.me, event.kept);
    case 'signedOut':
      return signedOut(state, now);
    case 'pageHidden':
      return pageHidden(state);
    case 'timePassed':
      return timePassed(state, now);
  }
}

/** The answer to a placement tells when the server took it in. */
function clockRefined(
  state: CallsState,
  { ask, askedAt, result }: CallsEvent & { type: 'answered' },
  now: number,
): CallsState {
  if (ask.name !== 'call:place' || !result.ok) return state;
  const sample = { serverTime: result.data.placedAt, sentAt: askedAt, receivedAt: now };
  return { ...state, serverClock: refined(state.serverClock, sample) };
}

/** The server answered; whatever was asked, the call it tells is news. */
function answered(state: CallsState, ask: Ask, result: Result<WireCall>, now: number): Step {
  const told = result.ok ? heard(state, ask, result.data, now) : unheard(state, ask, result, now);
  if (ask.name !== 'call:end' && ask.name !== 'call:decline') return told;
  return next(told, (reached) => endAnswered(reached, ask.payload.callId, result, now));
}

function heard(state: CallsState, ask: Ask, call: WireCall, now: number): Step {
  const known = confirmed(state, ask);
  if (ask.name !== 'call:place') return callChanged(known, call, now);
  const { mine } = known;
  if (mine?.key !== ask.payload.callId) return placedTooLate(known, call);
  return mine.stage.name === 'placing' ? placed(known, mine, call, now) : callChanged(known, call, now);
}

/** The server has taken in what this device told of itself. */
function confirmed(state: CallsState, ask: Ask): CallsState {
  if (ask.name === 'call:ringing') return ringTold(state, ask.payload.callId);
  if (ask.name === 'call:get') return ringBelieved(state, ask.payload.callId);
  if (ask.name === 'call:linkUp') {
    const { callId, linkId, route } = ask.payload;
    return linkTold(state, callId, { state: 'up', linkId, route });
  }
  if (ask.name === 'call:linkDown') {
    const { callId, linkId, cause } = ask.payload;
    return linkTold(state, callId, { state: 'down', linkId, cause });
  }
  return state;
}

function unheard(state: CallsState, ask: Ask, result: Result<never>, now: number): Step {
  const { callId } = ask.payload;
  switch (ask.name) {
    case 'call:place':
      return placeFailed(state, callId, result, now);
    case 'call:accept':
      return acceptFailed(state, callId, result, now);
    case 'call:ringing':
      return ringRefused(state, callId, result);
    case 'call:get':
      return unknownToServer(state, callId, result, now);
    case 'call:decline':
      return declineFailed(state, callId, result, now);
    case 'call:linkUp':
    case 'call:linkDown':
      return step(linkUntold(state, callId, result, now));
    case 'call:end':
      return step(state);
  }
}
