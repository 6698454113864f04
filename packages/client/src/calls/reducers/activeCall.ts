import {
  bounds,
  roleOf,
  sameRoute,
  type DeviceId,
  type LinkId,
  type Result,
  type WireCall,
} from '@ringback/protocol';
import type { MediaSessionEvent, PeerMessage } from '@ringback/rtc';
import type { CallAction } from '../state/callAction.ts';
import {
  andThen,
  sendRequest,
  transition,
  withCurrentCall,
  type Effect,
  type Transition,
} from '../state/callEffect.ts';
import type {
  CallsState,
  DeviceCall,
  EarlySignal,
  LinkState,
  RemoteInputs,
  Talking,
} from '../state/callsState.ts';
import { peerEnded } from './callEnd.ts';
import { reportHold } from './hold.ts';
import { acceptingSignaled, incomingCallSignaled, receiveSignal } from './mediaSessions.ts';
import { peerReacted } from './reactions.ts';
import { monitorMicrophone, sendInputState, sendTracks } from './sentMedia.ts';
import { remoteShareChanged } from './sharing.ts';
import { showToast } from './toasts.ts';
import { videoRequested } from './peer/videoRequest.ts';

/**
 * A signal may overtake the update that answers its call. Keep it for this long, at most this many from one device, so that
 * a stranger's flood displaces no others, and at most this many in all.
 */
const earlySignalTtlMs = 5_000;
const maxEarlySignalsPerDevice = 32;
const maxEarlySignals = 512;

/** The call is answered on this device: opens the media session. */
export function startTalking(
  state: CallsState,
  currentCall: DeviceCall,
  call: WireCall,
  peerDeviceId: DeviceId,
  now: number,
): Transition {
  const stage: Talking = {
    name: 'talking',
    call,
    peerDeviceId,
    remoteStream: null,
    remoteScreen: null,
    pollAt: now + bounds.pollMs,
    link: { state: 'none' },
    reportedLink: { state: 'none' },
    remoteInputs: { microphone: 'on', camera: 'off', screen: 'unsupported', screenTurn: 0 },
    remoteHand: 'lowered',
    reactions: [],
  };
  const talking: DeviceCall = { ...currentCall, stage };
  const role = state.me === null ? undefined : roleOf(call, state.me.person.id);
  if (role === undefined) return transition(state);
  const { warm } = call;
  const fits = (signal: EarlySignal): boolean => signal.callId === call.id && signal.from === peerDeviceId;
  const waiting = freshSignals(state, now).filter(fits);
  const after = { ...state, earlySignals: state.earlySignals.filter((signal) => !fits(signal)) };
  return withCurrentCall(after, talking, [
    { type: 'openMediaSession', callId: call.id, role, peerDeviceId, warm },
    ...sendTracks(talking),
    ...waiting.map(receiveSignal),
  ]);
}

/** Hands a signal from the other device to its media session, or keeps it until there is one. */
export function signaled(state: CallsState, signal: EarlySignal): Transition {
  const { currentCall } = state;
  const { callId, from } = signal;
  if (currentCall?.id === callId) return currentCallSignaled(state, currentCall, signal);
  if (state.closedCalls.includes(callId)) return transition(state);
  const incomingCall = state.incomingCalls.find(({ call }) => call.id === callId);
  const connects = incomingCall?.sinceMs !== undefined && incomingCall.call.caller.deviceId === from;
  return connects ? incomingCallSignaled(state, incomingCall, signal) : keepEarlySignal(state, signal);
}

function currentCallSignaled(state: CallsState, currentCall: DeviceCall, signal: EarlySignal): Transition {
  const { stage } = currentCall;
  switch (stage.name) {
    case 'asking':
    case 'placing':
      return keepEarlySignal(state, signal);
    case 'waiting':
      return stage.warm.includes(signal.from)
        ? transition(state, [receiveSignal(signal)])
        : keepEarlySignal(state, signal);
    case 'accepting':
      return signal.from === stage.call.caller.deviceId
        ? acceptingSignaled(state, currentCall, stage, signal)
        : keepEarlySignal(state, signal);
    case 'talking':
      return transition(state, signal.from === stage.peerDeviceId ? [receiveSignal(signal)] : []);
  }
}

function keepEarlySignal(state: CallsState, signal: EarlySignal): Transition {
  const fresh = freshSignals(state, signal.at);
  const ofDevice = fresh.filter(({ callId, from }) => callId === signal.callId && from === signal.from);
  const oldest = ofDevice.length >= maxEarlySignalsPerDevice ? ofDevice[0] : undefined;
  const kept = fresh.filter((each) => each !== oldest);
  return transition({ ...state, earlySignals: [...kept, signal].slice(-maxEarlySignals) });
}

function freshSignals(state: CallsState, now: number): readonly EarlySignal[] {
  return state.earlySignals.filter(({ at }) => now - at < earlySignalTtlMs);
}

/** Handles an event of a media session. Ignores sessions of other calls, and events before the answer. */
export function mediaSessionChanged(
  state: CallsState,
  { callId, from, event }: CallAction & { type: 'mediaSessionEvent' },
  now: number,
): Transition {
  const { currentCall } = state;
  if (currentCall?.id !== callId || currentCall.stage.name !== 'talking') return transition(state);
  const { stage } = currentCall;
  if (stage.peerDeviceId !== from) return transition(state);
  switch (event.type) {
    case 'up':
      return linkUp(state, currentCall, stage, event, now);
    case 'down': {
      const { linkId, cause } = event;
      return reportLink(
        state,
        withStage(currentCall, {
          ...stage,
          link: { state: 'down', linkId, cause },
          remoteInputs: withoutHold(stage.remoteInputs),
          pollAt: now + bounds.pollMs,
        }),
      );
    }
    case 'media':
      return withCurrentCall(
        state,
        withStage(currentCall, { ...stage, remoteStream: event.stream, remoteScreen: event.screen }),
      );
    case 'message':
      return peerMessageReceived(state, currentCall, stage, event, now);
    case 'quality':
      return withCurrentCall(state, withStage(currentCall, { ...stage, quality: event.shown }));
  }
}

function linkUp(
  state: CallsState,
  currentCall: DeviceCall,
  stage: Talking,
  { linkId, route, gap }: MediaSessionEvent & { type: 'up' },
  now: number,
): Transition {
  const link: LinkState = { state: 'up', linkId, route, ...(gap !== undefined && { gap }) };
  const up = withStage(currentCall, {
    ...stage,
    link,
    route,
    upSince: stage.upSince ?? now,
    pollAt: now + bounds.pollMs,
  });
  const reported = reportLink(state, up);
  const hasSwitched = stage.route?.path === 'direct' && route.path === 'relay';
  const withToast = hasSwitched
    ? showToast(reported.state, currentCall.id, { kind: 'switchedToRelay' }, now)
    : reported.state;
  return transition(withToast, [...reported.effects, ...sendInputState(up), ...monitorMicrophone(up)]);
}

function peerMessageReceived(
  state: CallsState,
  currentCall: DeviceCall,
  stage: Talking,
  { message }: MediaSessionEvent & { type: 'message' },
  now: number,
): Transition {
  switch (message.kind) {
    case 'moved':
    case 'quality':
      // Handled inside the media session; here only what it reports then counts.
      return transition(state);
    case 'ended':
      return message.callId === currentCall.id
        ? peerEnded(state, currentCall, message.agoMs, now)
        : transition(state);
    case 'sending':
      return andThen(
        withCurrentCall(
          state,
          withStage(currentCall, {
            ...stage,
            remoteInputs: remoteInputsOf(message),
            remoteHand: message.hand ?? 'lowered',
          }),
        ),
        (reached) => remoteShareChanged(reached, stage.remoteInputs, now),
      );
    case 'reaction':
      return peerReacted(state, currentCall, stage, message.reaction, now);
    case 'videoRequest':
      return transition({ ...state, currentCall: videoRequested(currentCall, stage) });
  }
}

/** A reason counts only where something is missing; a microphone that is on may give no sound. */
function remoteInputsOf({
  microphone,
  microphoneReason,
  camera,
  cameraReason,
  held,
  screen,
  screenTurn = 0,
}: PeerMessage & { kind: 'sending' }): RemoteInputs {
  return {
    microphone: remoteMicrophoneOf(microphone, microphoneReason),
    camera: camera === 'on' ? 'on' : (cameraReason ?? camera),
    ...(held === true && { isHeld: held }),
    screen: screen ?? 'unsupported',
    screenTurn,
  };
}

/** Without a link, only the server can tell whether the other side has resumed; they say it again over the next one. */
function withoutHold({ isHeld: _, ...inputs }: RemoteInputs): RemoteInputs {
  return inputs;
}

function remoteMicrophoneOf(
  microphone: (PeerMessage & { kind: 'sending' })['microphone'],
  reason: (PeerMessage & { kind: 'sending' })['microphoneReason'],
): RemoteInputs['microphone'] {
  if (microphone === 'on') return reason === 'silent' ? 'silent' : 'on';
  return reason ?? microphone;
}

/** Reports the state of the link to the server unless the server already knows it. */
export function reportLink(state: CallsState, currentCall: DeviceCall): Transition {
  if (
    currentCall.stage.name !== 'talking' ||
    isSameLink(currentCall.stage.link, currentCall.stage.reportedLink)
  ) {
    return withCurrentCall(state, currentCall);
  }
  return withCurrentCall(state, currentCall, linkReport(state, currentCall, currentCall.stage.link));
}

function linkReport(state: CallsState, { id: callId }: DeviceCall, link: LinkState): readonly Effect[] {
  switch (link.state) {
    case 'none':
      return [];
    case 'up': {
      const { linkId, route, gap } = link;
      const missed = gap === undefined ? {} : { gapMs: Math.min(gap.ms, bounds.gapMs), cause: gap.cause };
      return sendRequest(state, { name: 'call:linkUp', payload: { callId, linkId, route, ...missed } });
    }
    case 'down': {
      const { linkId, cause } = link;
      return sendRequest(state, { name: 'call:linkDown', payload: { callId, linkId, cause } });
    }
  }
}

/**
 * The server confirmed a report. Even if the link has changed since, this is the latest state that it knows.
 */
export function linkReported(state: CallsState, callId: WireCall['id'], link: LinkState): CallsState {
  const { currentCall } = state;
  if (currentCall?.id !== callId || currentCall.stage.name !== 'talking') return state;
  return { ...state, currentCall: withStage(currentCall, { ...currentCall.stage, reportedLink: link }) };
}

/**
 * The server could not take the report: repeats it after the delay that the server asks for, or with the next
 * poll.
 */
export function linkReportFailed(
  state: CallsState,
  callId: WireCall['id'],
  result: Result<never>,
  now: number,
): CallsState {
  const { currentCall } = state;
  if (result.ok || currentCall?.id !== callId || currentCall.stage.name !== 'talking') return state;
  const retryAt = now + (result.error.retryAfterMs ?? bounds.pollMs);
  return {
    ...state,
    currentCall: withStage(currentCall, {
      ...currentCall.stage,
      pollAt: Math.min(currentCall.stage.pollAt, retryAt),
    }),
  };
}

/**
 * Reconnected to the server: the media session sends what waited, and the server gets the reports that it
 * missed. `carried` is the link that the hello named; without one, the server assumes that no media comes in.
 */
export function reattached(
  state: CallsState,
  currentCall: DeviceCall,
  stage: Talking,
  carried: { readonly linkId: LinkId; readonly route: Talking['route'] & {} } | undefined,
): Transition {
  const reportedLink: LinkState = carried === undefined ? { state: 'none' } : { state: 'up', ...carried };
  const reported = reportLink(state, withStage(currentCall, { ...stage, reportedLink }));
  return transition(reported.state, [
    { type: 'signalingRestored', callId: currentCall.id },
    ...reported.effects,
    ...reportHold(state, currentCall),
  ]);
}

function withStage(currentCall: DeviceCall, stage: Talking): DeviceCall {
  return { ...currentCall, stage };
}

/** Whether two link states would be the same report. */
export function isSameLink(a: LinkState, b: LinkState): boolean {
  if (a.state === 'none' || b.state === 'none') return a.state === b.state;
  if (a.state !== b.state || a.linkId !== b.linkId) return false;
  if (a.state === 'down' || b.state === 'down') return true;
  return sameRoute(a.route, b.route);
}
