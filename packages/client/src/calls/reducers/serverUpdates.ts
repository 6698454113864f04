import {
  bounds,
  deviceIn,
  isInCall,
  isUnansweredPhase,
  otherRole,
  roleOf,
  type CallId,
  type DeviceId,
  type Person,
  type Result,
  type WireCall,
} from '@ringback/protocol';
import { andThen, transition, withCurrentCall, type Transition } from '../state/callEffect.ts';
import type { CallsState, DeviceCall, PersistedInputs, Stage, Talking } from '../state/callsState.ts';
import { startTalking } from './activeCall.ts';
import { corrected, endedByServer, leaveCall, markClosed } from './callEnd.ts';
import { held } from './hold.ts';
import { callerOf, incomingCallChanged } from './incomingCalls.ts';
import { openInputs } from './inputs.ts';
import { connectToRingingDevices } from './mediaSessions.ts';
import { adopt, isCurrentCallByGlare, placeIfCalled } from './outgoingCall.ts';
import { remoteShareChanged, withoutScreenOfAway } from './sharing.ts';
import { alreadyEnded, showToast } from './toasts.ts';
import { exchanged, inHeldCall, isCall } from './twoCalls.ts';

/**
 * Handles an update of a call, pushed or in a response. Ignores versions that are not newer than the known
 * one.
 */
export function callChanged(state: CallsState, call: WireCall, now: number): Transition {
  const { me, currentCall } = state;
  if (me === null) return transition(state);
  if (currentCall?.id === call.id) return currentCallChanged(state, currentCall, call, now);
  if (state.closedCalls.includes(call.id)) return transition(corrected(state, call));
  if (currentCall !== null && isCurrentCallByGlare(state, call)) return placed(state, currentCall, call, now);
  if (wasCanceledHere(state, call)) return transition(markClosed(state, call.id));
  // An earlier page of this device was in it; the hello decides whether this page rejoins.
  if (call.phase !== 'ended' && call.answeredBy === me.deviceId) return transition(state);
  if (roleOf(call, me.person.id) !== 'callee') return transition(state);
  return andThen(incomingCallChanged(state, call, now), (reached) => placeIfCalled(reached, call, now));
}

/**
 * The server placed the call, possibly as the other person's call (glare), which may already ring here under
 * its own id.
 */
export function placed(state: CallsState, currentCall: DeviceCall, call: WireCall, now: number): Transition {
  if (state.closedCalls.includes(call.id)) return leaveCall(state, currentCall, alreadyEnded, now);
  const incomingCalls = state.incomingCalls.filter((incomingCall) => incomingCall.call.id !== call.id);
  return currentCallChanged({ ...state, incomingCalls }, adopt(state, currentCall, call), call, now);
}

function currentCallChanged(
  state: CallsState,
  currentCall: DeviceCall,
  call: WireCall,
  now: number,
): Transition {
  if (versionOf(currentCall.stage) >= call.version) return transition(state);
  if (call.phase === 'ended') return endedByServer(state, currentCall, call, now);
  if (isUnansweredPhase(call.phase)) return stillUnanswered(state, currentCall, call, now);
  if (currentCall.stage.name === 'talking')
    return talkingCallChanged(state, currentCall, currentCall.stage, call, now);
  return answered(state, currentCall, call, now);
}

function talkingCallChanged(
  state: CallsState,
  currentCall: DeviceCall,
  before: Talking,
  call: WireCall,
  now: number,
): Transition {
  const changed: Talking = { ...before, call, pollAt: now + bounds.pollMs };
  const stage = withoutScreenOfAway(changed, currentCall.peer.id);
  return andThen(withCurrentCall(state, { ...currentCall, stage }), (reached) =>
    remoteShareChanged(reached, before.remoteInputs, now),
  );
}

function stillUnanswered(
  state: CallsState,
  currentCall: DeviceCall,
  call: WireCall,
  now: number,
): Transition {
  switch (currentCall.stage.name) {
    case 'asking':
    case 'talking':
      return transition(state);
    case 'accepting':
      return withCurrentCall(state, { ...currentCall, stage: { ...currentCall.stage, call } });
    case 'placing':
    case 'waiting':
      return connectToRingingDevices(state, currentCall, call, now);
  }
}

function answered(state: CallsState, currentCall: DeviceCall, call: WireCall, now: number): Transition {
  const { me } = state;
  const role = me === null ? undefined : roleOf(call, me.person.id);
  if (me === null || role === undefined) return transition(state);
  if (deviceIn(call, role) !== me.deviceId)
    return leaveCall(state, currentCall, { kind: 'answeredElsewhere' }, now);
  const peerDeviceId = deviceIn(call, otherRole(role));
  return peerDeviceId === undefined ? transition(state) : enter(state, currentCall, call, peerDeviceId, now);
}

/** A second call opens its inputs only now, so that its caller hears nothing of the first one. */
function enter(
  state: CallsState,
  currentCall: DeviceCall,
  call: WireCall,
  peerDeviceId: DeviceId,
  now: number,
): Transition {
  const isClosed = currentCall.microphone.state === 'closed';
  const opening = isClosed ? openInputs(currentCall) : { currentCall, effects: [] };
  const talking = startTalking(state, opening.currentCall, call, peerDeviceId, now);
  return transition(talking.state, [...talking.effects, ...opening.effects]);
}

function versionOf(stage: Stage): number {
  switch (stage.name) {
    case 'asking':
    case 'placing':
      return 0;
    case 'waiting':
    case 'accepting':
    case 'talking':
      return stage.call.version;
  }
}

/**
 * Whether this device canceled its placement while the server made it the answer to the other person's call,
 * whose id this device did not know.
 */
function wasCanceledHere(state: CallsState, call: WireCall): boolean {
  return (
    call.answeredBy === state.me?.deviceId &&
    state.pendingEnds.some((end) => end.peerId === call.caller.userId)
  );
}

/** Rejoins a call that this device was in before the page was reloaded; there may be two. */
export function rejoin(state: CallsState, call: WireCall, now: number): Transition {
  const { me, currentCall, heldCall } = state;
  if (heldCall !== null && isCall(heldCall, call.id))
    return inHeldCall(state, (reached) => callChanged(reached, call, now));
  const isOver =
    state.closedCalls.includes(call.id) || state.pendingEnds.some((end) => end.callId === call.id);
  if (me === null || currentCall?.id === call.id || isOver || call.phase === 'ended')
    return callChanged(state, call, now);
  if (!isInCall(call, me.deviceId) || wasCanceledHere(state, call)) return callChanged(state, call, now);
  const rejoined = rejoinedCall(call, me.person.id, state.persistedInputs, now);
  if (currentCall === null) return reopen(state, rejoined, call, now);
  if (heldCall !== null || currentCall.stage.name !== 'talking') return callChanged(state, call, now);
  const both = inHeldCall(state, (reached) => reopen(reached, rejoined, call, now));
  return andThen(both, (reached) => talkInOne(reached));
}

/** The call on the screen is the one in which the user talks; whatever the server says, they never talk in two. */
function talkInOne(state: CallsState): Transition {
  const { currentCall, heldCall } = state;
  if (heldCall === null || heldCall.hold !== undefined) return transition(state);
  if (currentCall?.hold !== undefined) return transition(exchanged(state));
  const { call, effects } = held(heldCall);
  return transition({ ...state, heldCall: call }, effects);
}

function reopen(state: CallsState, rejoined: DeviceCall, call: WireCall, now: number): Transition {
  const opening = openInputs(rejoined);
  const own = state.persistedInputs.find(({ callId }) => callId === call.id);
  const wasSharing = own?.wasSharing === true;
  const withToast = wasSharing ? showToast(state, call.id, { kind: 'shareLost' }, now) : state;
  return andThen(withCurrentCall(withToast, opening.currentCall, opening.effects), (open) =>
    placed(open, opening.currentCall, call, now),
  );
}

function rejoinedCall(
  call: WireCall,
  myId: Person['id'],
  persisted: readonly PersistedInputs[],
  now: number,
): DeviceCall {
  const isCaller = call.caller.userId === myId;
  const answeredWith = isCaller ? call.media : (call.answeredMedia ?? 'audio');
  const own = persisted.find(({ callId }) => callId === call.id);
  const localMedia = own === undefined ? answeredWith : own.camera === 'on' ? 'video' : 'audio';
  const isHeld = own?.isHeld ?? call.held?.includes(myId) ?? false;
  return {
    key: call.id,
    id: call.id,
    media: call.media,
    pressedAt: now,
    peer: isCaller ? { id: call.callee.userId, name: call.callee.name } : callerOf(call),
    direction: isCaller ? 'outgoing' : 'incoming',
    localMedia,
    stage: { name: 'placing', since: now },
    isMuted: own?.microphone === 'muted',
    ...(own?.isHandRaised === true && { isHandRaised: true }),
    ...(isHeld && { hold: { cameraWasOn: localMedia === 'video' } }),
    microphone: { state: 'closed' },
    camera: { state: 'closed' },
    share: { state: 'off' },
  };
}

/** The server does not know the requested call. */
export function unknownToServer(
  state: CallsState,
  callId: CallId,
  result: Result<never>,
  now: number,
): Transition {
  if (result.ok || result.error.code !== 'notFound') return transition(state);
  const { currentCall } = state;
  if (currentCall?.id === callId) return leaveCall(state, currentCall, alreadyEnded, now);
  const rang = state.incomingCalls.some(
    (incomingCall) => incomingCall.call.id === callId && incomingCall.sinceMs !== undefined,
  );
  const silent = markClosed(state, callId);
  return transition(rang ? showToast(silent, callId, alreadyEnded, now) : silent);
}
