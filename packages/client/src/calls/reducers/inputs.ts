import type { CallId } from '@ringback/protocol';
import type { PeerMessage, Tracks } from '@ringback/rtc';
import { deviceTypeOf, type MediaDeviceType } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { CallAction, InputOpenResult } from '../state/callAction.ts';
import {
  andThen,
  transition,
  withCurrentCall,
  type Effect,
  type InputEffect,
  type Transition,
} from '../state/callEffect.ts';
import type {
  CallsState,
  DeviceCall,
  Input,
  InputKind,
  OpeningInput,
  OpenInput,
  ToastContent,
} from '../state/callsState.ts';
import { showToast } from './toasts.ts';

/** An input that ends this soon after it opened may never work; give up after this many in a row. */
const tooSoonMs = 1_000;
const maxShortLived = 4;

const closed: Input = { state: 'closed' };
const opening: Input = { state: 'opening', isMuted: false };

/**
 * Opens the inputs of a call that are still closed: always the microphone, and the camera in a video call.
 */
export function openInputs(
  currentCall: DeviceCall,
  isMuted = false,
): { currentCall: DeviceCall; effects: readonly Effect[] } {
  const wantsMicrophone = currentCall.microphone.state === 'closed';
  const wantsCamera = currentCall.camera.state === 'closed' && currentCall.localMedia === 'video';
  return {
    currentCall: {
      ...currentCall,
      microphone: wantsMicrophone ? { state: 'opening', isMuted } : currentCall.microphone,
      camera: wantsCamera ? opening : currentCall.camera,
    },
    effects: [
      ...(wantsMicrophone ? [openInput(currentCall.key, 'audio')] : []),
      ...(wantsCamera ? [openInput(currentCall.key, 'video')] : []),
    ],
  };
}

/** Stops all open inputs. One that is still opening is stopped once it has opened; see `inputOpened`. */
export function releaseInputs({ microphone, camera }: DeviceCall): readonly Effect[] {
  return [microphone, camera].flatMap((input) =>
    input.state === 'open' ? [{ type: 'stopTrack', track: input.track } as const] : [],
  );
}

/**
 * Muting keeps the input open and sends silence, so that the absence of packets always means a broken link.
 */
export function microphonePressed(state: CallsState, key: CallId, to: 'on' | 'off'): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key) return transition(state);
  const { microphone } = currentCall;
  if (microphone.state === 'failed' && to === 'on') return reopen(state, currentCall, 'audio');
  if (microphone.state !== 'open' && microphone.state !== 'opening') return transition(state);
  const isMuted = to === 'off';
  const changed = { ...currentCall, microphone: { ...microphone, isMuted } };
  if (microphone.state === 'opening') return withCurrentCall(state, changed, sendInputState(changed));
  const effect: Effect = { type: 'enableTrack', track: microphone.track, isEnabled: !isMuted };
  return withCurrentCall(state, changed, [effect, ...sendInputState(changed)]);
}

/** Turning the camera off closes it, so that its light goes out. */
export function cameraPressed(state: CallsState, key: CallId, to: 'on' | 'off'): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key) return transition(state);
  const { camera } = currentCall;
  const isOff = camera.state === 'closed' || camera.state === 'failed';
  if (to === 'on') return isOff ? reopen(state, currentCall, 'video') : transition(state);
  if (isOff) return transition(state);
  const { state: now, effects } = changeInput(state, currentCall, 'video', closed);
  return transition(now, [
    ...effects,
    ...(camera.state === 'open' ? [{ type: 'stopTrack', track: camera.track } as const] : []),
  ]);
}

/** The operating system muted or unmuted an input. */
export function inputSystemMuted(
  state: CallsState,
  track: MediaStreamTrack,
  isSystemMuted: boolean,
): Transition {
  return changeOpen(state, track, (input) => ({ ...input, isSystemMuted }));
}

/** The silence detector changed its verdict. */
export function silenceChanged(
  state: CallsState,
  track: MediaStreamTrack,
  sound: OpenInput['sound'],
): Transition {
  return changeOpen(state, track, (input) => ({ ...input, sound }));
}

function changeOpen(
  state: CallsState,
  track: MediaStreamTrack,
  change: (input: OpenInput) => OpenInput,
): Transition {
  const { currentCall } = state;
  const kind = currentCall === null ? undefined : kindOf(currentCall, track);
  if (currentCall === null || kind === undefined) return transition(state);
  const input = inputOf(currentCall, kind);
  if (input.state !== 'open') return transition(state);
  const now = withInput(currentCall, kind, change(input));
  return withCurrentCall(state, now, sendInputState(now));
}

function reopen(state: CallsState, currentCall: DeviceCall, kind: InputKind): Transition {
  return withCurrentCall(state, withInput(currentCall, kind, opening), [openInput(currentCall.key, kind)]);
}

/** Replaces an input of the call and sends it to the other side. */
function changeInput(state: CallsState, currentCall: DeviceCall, kind: InputKind, input: Input): Transition {
  const now = withInput(currentCall, kind, input);
  return withCurrentCall(state, now, [...sendTracks(now), ...monitorMicrophone(now), ...sendInputState(now)]);
}

export function withInput(currentCall: DeviceCall, kind: InputKind, input: Input): DeviceCall {
  return kind === 'audio' ? { ...currentCall, microphone: input } : { ...currentCall, camera: input };
}

/**
 * Sends the open inputs. Right after Accept the caller may hear this side, before the server has confirmed.
 */
export function sendTracks(currentCall: DeviceCall): readonly Effect[] {
  if (currentCall.stage.name !== 'talking' && currentCall.stage.name !== 'accepting') return [];
  return [{ type: 'sendTracks', callId: currentCall.id, tracks: tracksOf(currentCall) }];
}

/** Detects silence only while media flows: before that the microphone may legitimately be silent. */
export function monitorMicrophone(currentCall: DeviceCall): readonly Effect[] {
  return isFlowing(currentCall) ? [{ type: 'monitorMicrophone', track: tracksOf(currentCall).audio }] : [];
}

function isFlowing({ stage }: DeviceCall): boolean {
  return stage.name === 'talking' && stage.link.state === 'up';
}

/** Remembers a device that works for later calls of this browser profile. */
export function preferDevice(state: CallsState, kind: MediaDeviceType, mediaDeviceId: string): Transition {
  const preferredDevices = { ...state.preferredDevices, [kind]: mediaDeviceId };
  return transition({ ...state, preferredDevices }, [{ type: 'savePreferredDevice', kind, mediaDeviceId }]);
}

/** Tells the other side what it will see and hear, because to it a muted track looks alive. */
export function sendInputState(currentCall: DeviceCall): readonly Effect[] {
  if (!isFlowing(currentCall)) return [];
  const message: PeerMessage = {
    kind: 'sending',
    microphone: microphoneState(currentCall.microphone),
    camera: currentCall.camera.state === 'open' ? 'on' : 'off',
  };
  return [{ type: 'sendPeerMessage', callId: currentCall.id, message }];
}

function microphoneState(input: Input): 'on' | 'muted' | 'none' {
  switch (input.state) {
    case 'open':
      return input.isMuted || input.isSystemMuted ? 'muted' : 'on';
    case 'opening':
      return input.isMuted ? 'muted' : 'on';
    case 'closed':
    case 'failed':
      return 'none';
  }
}

function tracksOf({ microphone, camera }: DeviceCall): Tracks {
  return {
    audio: microphone.state === 'open' ? microphone.track : null,
    video: camera.state === 'open' ? camera.track : null,
  };
}

export function inputOf(currentCall: DeviceCall, kind: InputKind): Input {
  return kind === 'audio' ? currentCall.microphone : currentCall.camera;
}

/** Which input of the call a track belongs to; undefined for a track that was replaced. */
function kindOf(currentCall: DeviceCall, track: MediaStreamTrack): InputKind | undefined {
  if (isTrack(currentCall.microphone, track)) return 'audio';
  return isTrack(currentCall.camera, track) ? 'video' : undefined;
}

function isTrack(input: Input, track: MediaStreamTrack): boolean {
  return input.state === 'open' && input.track === track;
}

function openInput(key: CallId, kind: InputKind): InputEffect {
  return { type: 'openInput', key, kind };
}

/**
 * Uses an input that opened, or handles the failure. If the call no longer waits for this input, it is closed
 * at once.
 */
export function inputOpened(
  state: CallsState,
  { key, kind, requestedId, result }: CallAction & { type: 'inputOpened' },
  now: number,
): Transition {
  const { currentCall } = state;
  const before = currentCall?.key === key ? awaiting(inputOf(currentCall, kind), requestedId) : undefined;
  if (currentCall === null || before === undefined) {
    return transition(state, result.ok ? [{ type: 'stopTrack', track: result.track }] : []);
  }
  return result.ok
    ? replaceInput(state, currentCall, { kind, before }, result, now)
    : inputFailed(state, currentCall, { kind, before }, result.failure, now);
}

interface Awaiting {
  readonly kind: InputKind;
  readonly before: OpenInput | OpeningInput;
}

/** The input, if it waits for exactly this device. */
function awaiting(input: Input, requestedId: string | undefined): Awaiting['before'] | undefined {
  switch (input.state) {
    case 'opening':
      return input.requestedId === requestedId ? input : undefined;
    case 'open':
      return requestedId !== undefined && input.requestedId === requestedId ? input : undefined;
    case 'closed':
    case 'failed':
      return undefined;
  }
}

/** Sends the new track before it stops the old one, so that the other side gets no gap. */
function replaceInput(
  state: CallsState,
  currentCall: DeviceCall,
  { kind, before }: Awaiting,
  result: InputOpenResult & { ok: true },
  now: number,
): Transition {
  const { ok: _, label, ...open } = result;
  const { isMuted, requestedId } = before;
  const replaces = before.state === 'opening' ? before.replaces : undefined;
  const changed = changeInput(state, currentCall, kind, {
    state: 'open',
    ...open,
    isMuted,
    since: now,
    sound: 'unknown',
    ...(replaces !== undefined && { replaces }),
  });
  const withToast =
    replaces !== undefined
      ? showToast(changed.state, currentCall.id, changedTo(kind, label), now)
      : changed.state;
  const used = transition(withToast, [
    ...(isMuted ? [{ type: 'enableTrack', track: result.track, isEnabled: false } as const] : []),
    ...changed.effects,
    ...(before.state === 'open' ? [{ type: 'stopTrack', track: before.track } as const] : []),
  ]);
  return requestedId === undefined
    ? used
    : andThen(used, (reached) => preferDevice(reached, deviceTypeOf[kind], requestedId));
}

function inputFailed(
  state: CallsState,
  currentCall: DeviceCall,
  { kind, before }: Awaiting,
  failure: CaptureFailure,
  now: number,
): Transition {
  const { requestedId, ...unwanting } = before;
  if (requestedId === undefined) return fail(state, currentCall, { kind, before }, failure, now);
  // Phones open one camera at a time, so the old one has to close first.
  if (before.state === 'open' && kind === 'video' && failure === 'inUse') {
    return closeThenOpen(state, currentCall, before, requestedId);
  }
  const withToast = showToast(
    state,
    currentCall.id,
    { kind: 'deviceNotOpened', label: labelOf(state, kind, requestedId) },
    now,
  );
  const effects = before.state === 'opening' ? [anyInput(currentCall, kind)] : [];
  return withCurrentCall(withToast, withInput(currentCall, kind, unwanting), effects);
}

function closeThenOpen(
  state: CallsState,
  currentCall: DeviceCall,
  { track, isMuted }: OpenInput,
  requestedId: string,
): Transition {
  const changed = changeInput(state, currentCall, 'video', { state: 'opening', isMuted, requestedId });
  return transition(changed.state, [
    ...changed.effects,
    { type: 'stopTrack', track },
    { type: 'openInput', key: currentCall.key, kind: 'video', requestedId },
  ]);
}

function fail(
  state: CallsState,
  currentCall: DeviceCall,
  { kind, before }: Awaiting,
  failure: CaptureFailure,
  now: number,
): Transition {
  const wasLost = before.state === 'opening' && before.replaces !== undefined;
  const withToast = wasLost ? showToast(state, currentCall.id, lost(kind, failure), now) : state;
  return changeInput(withToast, currentCall, kind, { state: 'failed', failure });
}

/**
 * An input ended by itself: opens another device of its kind in its place. Until then the ended microphone
 * track stays on the link, because its removal would look like a broken link to the other side.
 */
export function inputEnded(state: CallsState, track: MediaStreamTrack, now: number): Transition {
  const { currentCall } = state;
  const kind = currentCall === null ? undefined : kindOf(currentCall, track);
  if (currentCall === null || kind === undefined) return transition(state);
  const input = inputOf(currentCall, kind);
  if (input.state !== 'open') return transition(state);
  const { isMuted, requestedId } = input;
  const inARow = now - input.since < tooSoonMs ? (input.replaces?.inARow ?? 0) + 1 : 0;
  if (inARow >= maxShortLived) {
    const withToast = showToast(state, currentCall.id, lost(kind, 'failed'), now);
    return changeInput(withToast, currentCall, kind, { state: 'failed', failure: 'failed' });
  }
  // The device that the user selected is being opened already.
  const another = requestedId === undefined ? [anyInput(currentCall, kind)] : [];
  const opening: OpeningInput = {
    state: 'opening',
    isMuted,
    replaces: { inARow },
    ...(requestedId !== undefined && { requestedId }),
  };
  const replacing = withInput(currentCall, kind, opening);
  return withCurrentCall(state, replacing, [...another, ...sendInputState(replacing)]);
}

function anyInput(currentCall: DeviceCall, kind: InputKind): InputEffect {
  return { type: 'openInput', key: currentCall.key, kind, isReplacement: true };
}

function labelOf(state: CallsState, kind: InputKind, id: string): string {
  const { devices } = state.mediaDevices;
  const device = devices[deviceTypeOf[kind]].find((each) => each.id === id);
  return device?.label ?? (kind === 'audio' ? 'This microphone' : 'This camera');
}

function changedTo(kind: InputKind, label: string): ToastContent {
  return { kind: kind === 'audio' ? 'microphoneChanged' : 'cameraChanged', label };
}

function lost(kind: InputKind, failure: CaptureFailure): ToastContent {
  return { kind: kind === 'audio' ? 'microphoneLost' : 'cameraLost', failure };
}
