import type { Result, WireCall } from '@ringback/protocol';
import type {
  CallAction,
  CaptureAction,
  LifecycleAction,
  ServerAction,
  UserIntent,
} from '../state/callAction.ts';
import {
  andThen,
  measureClock,
  transition,
  type ServerRequest,
  type Transition,
} from '../state/callEffect.ts';
import type { CallsState } from '../state/callsState.ts';
import { measuredClock, refineServerClock } from '../state/serverClock.ts';
import { linkReported, linkReportFailed, mediaSessionChanged, signaled } from './activeCall.ts';
import { endAnswered, endPressed } from './callEnd.ts';
import { previewChanged, previewPressed, releasePreview } from './cameraPreview.ts';
import { attached, pageHidden, signedIn, signedOut } from './connectivity.ts';
import {
  cameraFlipped,
  devicePreferred,
  deviceSelected,
  devicesListed,
  offerAnswered,
  speakerRefused,
} from './deviceSelection.ts';
import {
  askWhyPressed,
  acceptFailed,
  acceptPressed,
  declineFailed,
  declinePressed,
  expireIncomingCalls,
  markVerified,
  ringingRejected,
  ringingReported,
  startRinging,
  verifyStaleRing,
} from './incomingCalls.ts';
import { holdFailed, holdPressed } from './hold.ts';
import { inputProcessed, processingChosen, processingRetried } from './inputProcessing.ts';
import { inputEnded, inputOpened, inputPrompted, inputSystemMuted, silenceChanged } from './inputEvents.ts';
import { cameraPressed, microphonePressed } from './inputs.ts';
import { releaseUnused } from './mediaSessions.ts';
import {
  permissionKnown,
  placedTooLate,
  placeFailed,
  placeAfterPrompt,
  placePressed,
  reasonPressed,
} from './outgoingCall.ts';
import { handPressed, reactionPressed } from './reactions.ts';
import { secondConfirmed, swapPressed, inHeldCall, isAboutHeldCall, settleTwoCalls } from './twoCalls.ts';
import { callChanged, placed, unknownToServer } from './serverUpdates.ts';
import { screenEnded, screenOpened, shareContentPicked, sharePressed } from './sharing.ts';
import { timerFired } from './timers.ts';
import { dismissVideoRequest, updateVideoRequests } from './peer/videoRequest.ts';
import { dropEndOfLastCall } from './toasts.ts';

/**
 * The reducer of this device's calls: a pure function, and the only place that changes their state. `now` is
 * this machine's clock, in ms. Actions that are late or about another call are recognized by their id and
 * change nothing.
 */
export function reduce(state: CallsState, action: CallAction, now: number): Transition {
  const changed =
    previewChanged(state, action, now) ??
    (isAboutHeldCall(state, action)
      ? inHeldCall(state, (other) => reduceAction(other, action, now))
      : reduceAction(state, action, now));
  const confirmedSecond = andThen(changed, (reached) => secondConfirmed(state, reached, now));
  const reduced = andThen(confirmedSecond, (reached) =>
    startRinging(expireIncomingCalls(settleTwoCalls(state, reached, now), now), now),
  );
  const asked = andThen(reduced, (reached) => updateVideoRequests(state, dropEndOfLastCall(state, reached)));
  return releaseUnused(state, releasePreview(state, asked));
}

function reduceAction(state: CallsState, action: CallAction, now: number): Transition {
  switch (action.type) {
    case 'placePressed':
    case 'acceptPressed':
    case 'swapPressed':
    case 'declinePressed':
    case 'askWhyPressed':
    case 'reasonPressed':
    case 'previewPressed':
    case 'endPressed':
    case 'microphonePressed':
    case 'holdPressed':
    case 'cameraPressed':
    case 'sharePressed':
    case 'shareContentPicked':
    case 'deviceSelected':
    case 'devicePreferred':
    case 'cameraFlipped':
    case 'processingChosen':
    case 'processingRetried':
    case 'devicesNamed':
    case 'speakerRefused':
    case 'offerAnswered':
    case 'reactionPressed':
    case 'handPressed':
    case 'videoRequestDismissed':
    case 'outcomeClosed':
      return intended(state, action, now);
    case 'attached':
    case 'detached':
    case 'clocksParted':
    case 'clockMeasured':
    case 'callChanged':
    case 'signalReceived':
    case 'serverResponded':
      return reported(state, action, now);
    case 'permissionKnown':
      return permissionKnown(state, action.key, action.permission, now);
    case 'inputOpened':
    case 'inputPrompted':
    case 'inputEnded':
    case 'inputSystemMuted':
    case 'inputProcessed':
    case 'silenceChanged':
    case 'screenOpened':
    case 'screenEnded':
      return captureChanged(state, action, now);
    case 'devicesListed':
      return devicesListed(state, action, now);
    case 'mediaSessionEvent':
      return mediaSessionChanged(state, action, now);
    case 'signedIn':
    case 'signedOut':
    case 'pageHidden':
      return lived(state, action, now);
    case 'timerFired':
      return timerFired(state, now);
  }
}

/** Something from the server, or about the connection to it. */
function reported(state: CallsState, action: ServerAction, now: number): Transition {
  switch (action.type) {
    case 'attached':
      return attached(state, action.attachment, now);
    case 'detached':
      return transition({ ...state, isOnline: false });
    case 'clocksParted':
      return transition(state, measureClock(state));
    case 'clockMeasured':
      return transition(clockMeasured(state, action, now));
    case 'callChanged':
      return callPushed(state, action.call, now);
    case 'signalReceived':
      return signalReceived(state, action, now);
    case 'serverResponded':
      return answered(refineClock(state, action, now), action.request, action.result, now);
  }
}

/** The user came or went, or the page goes. */
function lived(state: CallsState, action: LifecycleAction, now: number): Transition {
  switch (action.type) {
    case 'signedIn':
      return signedIn(state, action.me, action.persisted);
    case 'signedOut':
      return signedOut(state, now);
    case 'pageHidden':
      return pageHidden(state);
  }
}

/** A microphone, a camera or a shared screen opened, ended or changed. */
function captureChanged(state: CallsState, action: CaptureAction, now: number): Transition {
  switch (action.type) {
    case 'inputOpened':
      return andThen(inputOpened(state, action, now), (reached) => placeAfterPrompt(reached, now));
    case 'inputPrompted':
      return inputPrompted(state, action.key, action.kind);
    case 'screenOpened':
      return screenOpened(state, action, now);
    case 'screenEnded':
      return screenEnded(state, action.track);
    case 'inputEnded':
      return inputEnded(state, action.track, now);
    case 'inputSystemMuted':
      return inputSystemMuted(state, action.track, action.isSystemMuted);
    case 'inputProcessed':
      return inputProcessed(state, action, now);
    case 'silenceChanged':
      return silenceChanged(state, action.track, action.verdict);
  }
}

/** A button was pressed, or a screen reports what became of it. */
function intended(state: CallsState, action: UserIntent, now: number): Transition {
  switch (action.type) {
    case 'placePressed':
      return placePressed(state, action, now);
    case 'acceptPressed':
      return acceptPressed(state, action, now);
    case 'swapPressed':
      return swapPressed(state, action.key, now);
    case 'declinePressed':
      return declinePressed(state, action.callId, now);
    case 'askWhyPressed':
      return askWhyPressed(state, action.callId);
    case 'reasonPressed':
      return reasonPressed(state, action.key, action.reason);
    case 'previewPressed':
      return previewPressed(state, action.callId, action.to);
    case 'endPressed':
      return endPressed(state, action.key, now);
    case 'microphonePressed':
      return microphonePressed(state, action.key, action.to);
    case 'holdPressed':
      return holdPressed(state, action.key, action.to, now);
    case 'cameraPressed':
      return cameraPressed(state, action.key, action.to);
    case 'sharePressed':
      return sharePressed(state, action.key, action.to);
    case 'shareContentPicked':
      return shareContentPicked(state, action.key, action.content);
    case 'deviceSelected':
      return deviceSelected(state, action.key, action.kind, action.mediaDeviceId);
    case 'devicePreferred':
      return devicePreferred(state, action.kind, action.mediaDeviceId);
    case 'cameraFlipped':
      return cameraFlipped(state, action.key, action.mediaDeviceId);
    case 'processingChosen':
      return processingChosen(state, action.processing);
    case 'processingRetried':
      return processingRetried(state, action.key, action.kind);
    case 'devicesNamed':
      return transition(state, [{ type: 'listDevices' }]);
    case 'speakerRefused':
      return speakerRefused(state, action.key, action.mediaDeviceId, now);
    case 'offerAnswered':
      return offerAnswered(state, action.key, action.answer);
    case 'reactionPressed':
      return reactionPressed(state, action.key, action.reaction, now);
    case 'handPressed':
      return handPressed(state, action.key, action.to);
    case 'videoRequestDismissed':
      return transition(dismissVideoRequest(state, action.key));
    case 'outcomeClosed':
      return transition(state.outcome?.call.id === action.callId ? { ...state, outcome: null } : state);
  }
}

function callPushed(state: CallsState, call: WireCall, now: number): Transition {
  return andThen(callChanged(state, call, now), (reached) => verifyStaleRing(state, reached, call, now));
}

function signalReceived(
  state: CallsState,
  { callId, from, linkId, box }: CallAction & { type: 'signalReceived' },
  now: number,
): Transition {
  return signaled(state, { callId, from, linkId, box, at: now });
}

function clockMeasured(
  state: CallsState,
  { serverTime, sentAt }: CallAction & { type: 'clockMeasured' },
  now: number,
): CallsState {
  const sample = { serverTime, sentAt, receivedAt: now };
  return { ...state, serverClock: measuredClock(state.serverClock, sample) };
}

/** The response to a placement contains the server's time of the placement. */
function refineClock(
  state: CallsState,
  { request, sentAt, result }: CallAction & { type: 'serverResponded' },
  now: number,
): CallsState {
  if (request.name !== 'call:place' || !result.ok) return state;
  const sample = { serverTime: result.data.placedAt, sentAt, receivedAt: now };
  return { ...state, serverClock: refineServerClock(state.serverClock, sample) };
}

/** Handles a response; each one contains the current version of the call. */
function answered(
  state: CallsState,
  request: ServerRequest,
  result: Result<WireCall>,
  now: number,
): Transition {
  const handled = result.ok
    ? requestSucceeded(state, request, result.data, now)
    : requestFailed(state, request, result, now);
  if (request.name !== 'call:end' && request.name !== 'call:decline') return handled;
  return andThen(handled, (reached) => endAnswered(reached, request.payload.callId, result, now));
}

function requestSucceeded(
  state: CallsState,
  request: ServerRequest,
  call: WireCall,
  now: number,
): Transition {
  const known = confirmed(state, request, now);
  if (request.name !== 'call:place') return callChanged(known, call, now);
  const { currentCall } = known;
  if (currentCall?.key !== request.payload.callId) return placedTooLate(known, call);
  return currentCall.stage.name === 'placing'
    ? placed(known, currentCall, call, now)
    : callChanged(known, call, now);
}

/** Records that the server has received a report of this device. */
function confirmed(state: CallsState, request: ServerRequest, now: number): CallsState {
  if (request.name === 'call:ringing') return ringingReported(state, request.payload.callId);
  if (request.name === 'call:get') return markVerified(state, request.payload.callId, now);
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
    case 'call:hold':
      return holdFailed(state, callId, result, now);
    // The button is still there.
    case 'call:askReason':
    case 'call:giveReason':
    case 'call:end':
      return transition(state);
  }
}
