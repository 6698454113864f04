import type { CallId } from '@ringback/protocol';
import type { PeerMessage, Tracks } from '@ringback/rtc';
import type { InputKind } from '../state/callAction.ts';
import {
  type Effect,
  type InputEffect,
  type Transition,
  transition,
  withCurrentCall,
} from '../state/callEffect.ts';
import type { CallsState, Input, DeviceCall, OpenInput } from '../state/callsState.ts';
import type { MediaDeviceType } from '../../media/mediaDevices.ts';

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
export function changeInput(
  state: CallsState,
  currentCall: DeviceCall,
  kind: InputKind,
  input: Input,
): Transition {
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
export function kindOf(currentCall: DeviceCall, track: MediaStreamTrack): InputKind | undefined {
  if (isTrack(currentCall.microphone, track)) return 'audio';
  return isTrack(currentCall.camera, track) ? 'video' : undefined;
}

function isTrack(input: Input, track: MediaStreamTrack): boolean {
  return input.state === 'open' && input.track === track;
}

function openInput(key: CallId, kind: InputKind): InputEffect {
  return { type: 'openInput', key, kind };
}
