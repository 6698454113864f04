import type { Phase, UserId, WireCall } from '@ringback/protocol';
import type { Reaction } from '@ringback/rtc';
import { isAskedWhy } from '../reducers/outgoingCall.ts';
import type { CallAction } from '../state/callAction.ts';
import type { CallsState, DeviceCall, EndedCall, Hand, Input, Talking } from '../state/callsState.ts';
import { toLocal } from '../state/serverClock.ts';
import {
  microphoneProblemOf,
  selectDevices,
  selectProcessing,
  selectUsedDevices,
  shownStream,
} from './selectDevices.ts';
import { holding, holdStateOf, selectHeld } from './selectHold.ts';
import { selectQuality } from './selectQuality.ts';
import { selectRinging } from './selectRinging.ts';
import { selectSharing } from './selectSharing.ts';
import type { CallScreen, CallStatus, CurrentCall, InputStatus, Outcome } from './callScreen.ts';

/** How the actions of a snapshot reach the controller. */
export interface ScreenActions {
  readonly dispatch: (action: CallAction) => void;
  readonly place: NonNullable<CallScreen['place']>;
}

/** Selects what the screen shows. Each action is present exactly when it is possible. */
export function selectCallScreen(state: CallsState, actions: ScreenActions): CallScreen {
  return {
    current: state.currentCall === null ? null : selectCurrentCall(state, state.currentCall, actions),
    ...selectRinging(state, actions),
    ...selectHeld(state, actions),
    outcome: state.outcome === null ? null : selectOutcome(state, state.outcome, actions),
    toasts: state.toasts.map(({ toast }) => toast),
    ...(state.me !== null && { devices: selectDevices(state, actions.dispatch) }),
    ...placing(state, actions),
  };
}

function placing(state: CallsState, { place }: ScreenActions): Pick<CallScreen, 'place' | 'cannotPlace'> {
  if (state.currentCall !== null) return { cannotPlace: 'inCall' };
  if (state.me?.cannotCall) return { cannotPlace: 'unsupported' };
  return state.me !== null && state.isOnline ? { place } : { cannotPlace: 'offline' };
}

function selectCurrentCall(
  state: CallsState,
  currentCall: DeviceCall,
  { dispatch }: ScreenActions,
): CurrentCall {
  const { key, id, peer, direction, media, stage, isMuted, microphone, camera } = currentCall;
  const isCameraPaused = camera.state === 'open' && camera.isSystemMuted;
  const talking = stage.name === 'talking' ? stage : undefined;
  const status = statusOf(state, currentCall);
  const holdState = holdStateOf(currentCall);
  return {
    id,
    peer,
    direction,
    media,
    status,
    holdState,
    placedMs: placedMs(state, currentCall),
    phase: phaseOf(currentCall, status),
    route: talking?.route ?? talking?.call.route ?? null,
    microphone: microphoneOf(microphone, isMuted),
    camera: cameraOf(camera),
    localAudio: microphone.state === 'open' && currentCall.hold === undefined ? microphone.stream : null,
    localVideo: camera.state === 'open' && !isCameraPaused ? shownStream(camera) : null,
    processing: selectProcessing(currentCall, dispatch),
    isCameraPaused,
    remoteStream: currentCall.hold === undefined ? (talking?.remoteStream ?? null) : null,
    remoteCamera: talking?.remoteInputs.camera ?? 'off',
    // "On hold" says why nothing is heard.
    remoteMicrophone: holdState === 'none' ? (talking?.remoteInputs.microphone ?? 'on') : 'on',
    quality: selectQuality(currentCall, microphoneProblemOf(currentCall)),
    remoteHand: talking?.remoteHand ?? 'lowered',
    reactions: talking?.reactions ?? [],
    ...ending(currentCall, () => dispatch({ type: 'endPressed', key })),
    ...muting(currentCall, dispatch),
    ...cameraSwitch(currentCall, dispatch),
    ...(state.heldCall === null && holding(currentCall, dispatch)),
    ...(talking !== undefined && reacting(currentCall, talking, dispatch)),
    ...selectSharing(state, currentCall, dispatch),
    ...answeringVideoRequest(currentCall, dispatch),
    ...saidReason(currentCall),
    ...(isAskedWhy(currentCall) && {
      giveReason: (reason: string) => dispatch({ type: 'reasonPressed', key, reason }),
    }),
    ...selectUsedDevices(state, currentCall, dispatch),
  };
}

function saidReason({ stage, about }: DeviceCall): Pick<CurrentCall, 'reason'> {
  switch (stage.name) {
    case 'asking':
    case 'placing':
      return about?.reason === undefined ? {} : { reason: about.reason };
    case 'waiting':
      return stage.call.reason === undefined ? {} : { reason: stage.call.reason };
    case 'accepting':
    case 'talking':
      return {};
  }
}

/** A reaction is lost where no link is up; a hand is repeated on the next one. */
function reacting(
  { key, isHandRaised }: DeviceCall,
  { link }: Talking,
  dispatch: ScreenActions['dispatch'],
): Pick<CurrentCall, 'react' | 'raiseHand' | 'lowerHand'> {
  const hand = (to: Hand) => () => dispatch({ type: 'handPressed', key, to });
  return {
    ...(link.state === 'up' && {
      react: (reaction: Reaction) => dispatch({ type: 'reactionPressed', key, reaction }),
    }),
    ...(isHandRaised === true ? { lowerHand: hand('lowered') } : { raiseHand: hand('raised') }),
  };
}

function ending({ stage }: DeviceCall, end: () => void): Pick<CurrentCall, 'cancel' | 'hangUp'> {
  switch (stage.name) {
    case 'asking':
    case 'placing':
    case 'waiting':
      return { cancel: end };
    case 'accepting':
    case 'talking':
      return { hangUp: end };
  }
}

/** A microphone that failed can be retried: it may be plugged in or allowed by now. */
function muting(
  { key, isMuted, microphone: { state }, hold }: DeviceCall,
  dispatch: ScreenActions['dispatch'],
): Pick<CurrentCall, 'mute' | 'unmute'> {
  if (state === 'closed' || hold !== undefined) return {};
  return isMuted || state === 'failed'
    ? { unmute: () => dispatch({ type: 'microphonePressed', key, to: 'on' }) }
    : { mute: () => dispatch({ type: 'microphonePressed', key, to: 'off' }) };
}

function cameraSwitch(
  { key, camera, hold }: DeviceCall,
  dispatch: ScreenActions['dispatch'],
): Pick<CurrentCall, 'turnCameraOn' | 'turnCameraOff'> {
  if (hold !== undefined) return {};
  const isOn = camera.state === 'open' || camera.state === 'opening';
  if (isOn) return { turnCameraOff: () => dispatch({ type: 'cameraPressed', key, to: 'off' }) };
  return { turnCameraOn: () => dispatch({ type: 'cameraPressed', key, to: 'on' }) };
}

/** The phase of the call, or what this device knows ahead of the server: that media comes in, or stopped. */
function phaseOf({ stage }: DeviceCall, status: CallStatus): Phase {
  switch (stage.name) {
    case 'asking':
    case 'placing':
      return 'calling';
    case 'waiting':
      return stage.call.phase;
    case 'accepting':
      return 'connecting';
    case 'talking':
      return talkingPhase(status);
  }
}

function talkingPhase(status: CallStatus): Phase {
  if (status.kind === 'talking' || status.kind === 'held') return 'active';
  return status.kind === 'connecting' ? 'connecting' : 'reconnecting';
}

function statusOf(state: CallsState, currentCall: DeviceCall): CallStatus {
  const { stage, peer } = currentCall;
  switch (stage.name) {
    case 'asking':
      return { kind: stage.permission === 'prompting' ? 'askingMicrophone' : 'calling' };
    case 'placing':
      return { kind: 'calling' };
    case 'waiting':
      // The phase stays `ringing` when the last device stops ringing; the status goes back to calling.
      return { kind: (stage.call.ringing ?? []).length > 0 ? 'ringing' : 'calling' };
    case 'accepting':
      return { kind: 'connecting' };
    case 'talking':
      return talkingStatus(state, stage, { peerId: peer.id, isHeld: holdStateOf(currentCall) !== 'none' });
  }
}

function talkingStatus(
  state: CallsState,
  stage: Talking,
  { peerId, isHeld }: { readonly peerId: UserId; readonly isHeld: boolean },
): CallStatus {
  const { call, link, upSince } = stage;
  if (link.state === 'up') return { kind: isHeld ? 'held' : 'talking', sinceMs: since(state, stage) };
  if (call.away?.includes(peerId) === true) return waitingStatus(state, call);
  const wasUp = upSince !== undefined || call.phase === 'reconnecting';
  if (!wasUp) return { kind: 'connecting' };
  const broken = brokenSide(state, call, peerId);
  return { kind: 'reconnecting', ...(broken !== undefined && { broken }) };
}

function waitingStatus({ serverClock }: CallsState, { awayUntil }: WireCall): CallStatus {
  if (awayUntil === undefined) return { kind: 'waiting' };
  return { kind: 'waiting', untilMs: toLocal(serverClock, awayUntil) };
}

/** Whose network failed. Without the server, this device has lost both, so most likely its own network did. */
function brokenSide({ isOnline }: CallsState, call: WireCall, peerId: UserId): 'mine' | 'theirs' | undefined {
  if (!isOnline) return 'mine';
  return call.silent?.includes(peerId) === true ? 'theirs' : undefined;
}

/** By the server's time once it knows the call, so that a reload does not start it again. */
function placedMs({ serverClock }: CallsState, { stage, pressedAt }: DeviceCall): number {
  return 'call' in stage ? toLocal(serverClock, stage.call.placedAt) : pressedAt;
}

/** The server's time has priority, since both sides and their histories show it. */
function since(state: CallsState, { call, upSince }: Talking): number {
  if (call.connectedAt !== undefined) return toLocal(state.serverClock, call.connectedAt);
  return upSince ?? toLocal(state.serverClock, call.placedAt);
}

function microphoneOf(input: Input, isMuted: boolean): InputStatus {
  if (input.state === 'open') return { state: isMuted ? 'off' : 'on' };
  return input.state === 'closed' ? { state: 'starting' } : notOpen(input);
}

function cameraOf(input: Input): InputStatus {
  if (input.state === 'open') return { state: 'on' };
  return input.state === 'closed' ? { state: 'off' } : notOpen(input);
}

function notOpen(input: Input & { state: 'opening' | 'failed' }): InputStatus {
  if (input.state === 'failed') return { state: 'none', failure: input.failure };
  return input.isPrompting === true ? { state: 'starting', isPrompting: true } : { state: 'starting' };
}

function selectOutcome(
  state: CallsState,
  { call, peer, reason }: EndedCall,
  actions: ScreenActions,
): Outcome {
  const { place } = placing(state, actions);
  const { id: callId, media } = call;
  const cause = call.end?.cause;
  return {
    callId,
    peer,
    media,
    reason,
    ...(cause !== undefined && { cause }),
    ...(place !== undefined && { callAgain: () => place(peer, media) }),
    close: () => actions.dispatch({ type: 'outcomeClosed', callId }),
  };
}

/** The answers to the other side's request for video, while there is one; a held call shows none. */
function answeringVideoRequest(
  { key, stage, hold }: DeviceCall,
  dispatch: (action: CallAction) => void,
): Pick<CurrentCall, 'videoRequest'> {
  if (stage.name !== 'talking' || hold !== undefined || stage.videoRequest?.state !== 'open') return {};
  return {
    videoRequest: {
      turnCameraOn: () => dispatch({ type: 'cameraPressed', key, to: 'on' }),
      notNow: () => dispatch({ type: 'videoRequestDismissed', key }),
    },
  };
}
