import type { Result, WireCall } from '@ringback/protocol';
import type { CallAction } from '../state/callAction.ts';
import { type ServerRequest, type Transition, andThen, transition } from '../state/callEffect.ts';
import type { CallsState } from '../state/callsState.ts';
import { refineServerClock } from '../state/serverClock.ts';
import { linkReported, linkReportFailed, mediaSessionChanged, signaled } from './activeCall.ts';
import { endAnswered, endPressed } from './callEnd.ts';
import { attached, pageHidden, signedIn, signedOut } from './connectivity.ts';
import { devicesListed, offerAnswered, deviceSelected } from './deviceSelection.ts';
import {
  acceptFailed,
  acceptPressed,
  declineFailed,
  declinePressed,
  verifyStaleRing,
  expireIncomingCalls,
  startRinging,
  markVerified,
  ringingRejected,
  ringingReported,
} from './incomingCalls.ts';
import { inputEnded, inputOpened } from './inputLifecycle.ts';
import { cameraPressed, inputSystemMuted, silenceChanged, microphonePressed } from './inputs.ts';
import { releaseUnused } from './mediaSessions.ts';
import { permissionKnown, placeFailed, placeOnceAsked, placePressed, placedTooLate } from './outgoingCall.ts';
import { callChanged, placed, unknownToServer } from './serverUpdates.ts';
import { timerFired } from './timers.ts';

/**
 * The one guarded door of this device's calls: every press, push, answer, timer and word of a media path comes in
 * here, one at a time, and nothing else changes the state. `now` is this machine's clock, in ms.
 * What is late, or about another call, is recognized by its id and changes nothing.
 */
export function reduce(state: CallsState, event: CallAction, now: number): Transition {
  const done = andThen(reduceAction(state, event, now), (reached) =>
    startRinging(expireIncomingCalls(reached, now), now),
  );
  return releaseUnused(state, done);
}

function reduceAction(state: CallsState, event: CallAction, now: number): Transition {
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
    case 'deviceSelected':
      return deviceSelected(state, event.key, event.kind, event.mediaDeviceId);
    case 'offerAnswered':
      return offerAnswered(state, event.key, event.answer);
    case 'outcomeClosed':
      return transition(state.outcome?.call.id === event.callId ? { ...state, outcome: null } : state);
    case 'attached':
      return attached(state, event.attachment, now);
    case 'detached':
      return transition({ ...state, isOnline: false });
    case 'callChanged':
      return andThen(callChanged(state, event.call, now), (reached) =>
        verifyStaleRing(state, reached, event.call, now),
      );
    case 'signalReceived': {
      const { callId, from, linkId, box } = event;
      return signaled(state, { callId, from, linkId, box, at: now });
    }
    case 'serverResponded':
      return answered(refineClock(state, event, now), event.request, event.result, now);
    case 'permissionKnown':
      return permissionKnown(state, event.key, event.permission, now);
    case 'inputOpened':
      return andThen(inputOpened(state, event, now), (reached) => placeOnceAsked(reached, now));
    case 'inputEnded':
      return inputEnded(state, event.track, now);
    case 'inputSystemMuted':
      return inputSystemMuted(state, event.track, event.isSystemMuted);
    case 'silenceChanged':
      return silenceChanged(state, event.track, event.verdict);
    case 'devicesListed':
      return devicesListed(state, event, now);
    case 'mediaSessionEvent':
      return mediaSessionChanged(state, event, now);
    case 'signedIn':
      return signedIn(event.me, event.persisted);
    case 'signedOut':
      return signedOut(state, now);
    case 'pageHidden':
      return pageHidden(state);
    case 'timerFired':
      return timerFired(state, now);
  }
}

/** The answer to a placement tells when the server took it in. */
function refineClock(
  state: CallsState,
  { request, sentAt, result }: CallAction & { type: 'serverResponded' },
  now: number,
): CallsState {
  if (request.name !== 'call:place' || !result.ok) return state;
  const sample = { serverTime: result.data.placedAt, sentAt: sentAt, receivedAt: now };
  return { ...state, serverClock: refineServerClock(state.serverClock, sample) };
}

/** The server answered; whatever was asked, the call it tells is news. */
function answered(
  state: CallsState,
  request: ServerRequest,
  result: Result<WireCall>,
  now: number,
): Transition {
  const reported = result.ok
    ? requestSucceeded(state, request, result.data, now)
    : requestFailed(state, request, result, now);
  if (request.name !== 'call:end' && request.name !== 'call:decline') return reported;
  return andThen(reported, (reached) => endAnswered(reached, request.payload.callId, result, now));
}

function requestSucceeded(
  state: CallsState,
  request: ServerRequest,
  call: WireCall,
  now: number,
): Transition {
  const known = confirmed(state, request);
  if (request.name !== 'call:place') return callChanged(known, call, now);
  const { currentCall } = known;
  if (currentCall?.key !== request.payload.callId) return placedTooLate(known, call);
  return currentCall.stage.name === 'placing'
    ? placed(known, currentCall, call, now)
    : callChanged(known, call, now);
}

/** The server has taken in what this device told of itself. */
function confirmed(state: CallsState, request: ServerRequest): CallsState {
  if (request.name === 'call:ringing') return ringingReported(state, request.payload.callId);
  if (request.name === 'call:get') return markVerified(state, request.payload.callId);
  if (request.name === 'call:linkUp') {
    const { callId, linkId, route } = request.payload;
    return linkReported(state, callId, { state: 'up', linkId, route });
  }
  if (request.name === 'call:linkDown') {
    const { callId, linkId, cause } = request.payload;
    return linkReported(state, callId, { state: 'down', linkId, cause });
  }
  return state;
}

function requestFailed(
  state: CallsState,
  request: ServerRequest,
  result: Result<never>,
  now: number,
): Transition {
  const { callId } = request.payload;
  switch (request.name) {
    case 'call:place':
      return placeFailed(state, callId, result, now);
    case 'call:accept':
      return acceptFailed(state, callId, result, now);
    case 'call:ringing':
      return ringingRejected(state, callId, result);
    case 'call:get':
      return unknownToServer(state, callId, result, now);
    case 'call:decline':
      return declineFailed(state, callId, result, now);
    case 'call:linkUp':
    case 'call:linkDown':
      return transition(linkReportFailed(state, callId, result, now));
    case 'call:end':
      return transition(state);
  }
}
