import type { CallId } from '@ringback/protocol';
import type { MediaDeviceType } from '../../media/mediaDevices.ts';
import {
  transition,
  withCurrentCall,
  type Effect,
  type InputEffect,
  type Transition,
} from '../state/callEffect.ts';
import type { CallsState, DeviceCall, Input, InputKind } from '../state/callsState.ts';
import { monitorMicrophone, sendInputState, sendTracks } from './sentMedia.ts';
import { releaseShare } from './sharing.ts';

const closed: Input = { state: 'closed' };
const opening: Input = { state: 'opening' };
const pressed: Input = { state: 'opening', isPressed: true };

/**
 * Opens the inputs of a call that are still closed: always the microphone, and the camera in a video call.
 */
export function openInputs(currentCall: DeviceCall): {
  currentCall: DeviceCall;
  effects: readonly Effect[];
} {
  const wantsMicrophone = currentCall.microphone.state === 'closed';
  const wantsCamera =
    currentCall.camera.state === 'closed' &&
    currentCall.localMedia === 'video' &&
    currentCall.hold === undefined;
  return {
    currentCall: {
      ...currentCall,
      microphone: wantsMicrophone ? opening : currentCall.microphone,
      camera: wantsCamera ? opening : currentCall.camera,
    },
    effects: [
      ...(wantsMicrophone ? [openInput(currentCall.key, 'audio')] : []),
      ...(wantsCamera ? [openInput(currentCall.key, 'video')] : []),
    ],
  };
}

/** The camera with which a call is accepted: the previewed one, so that the browser neither asks nor opens it twice. */
export function previewedCamera({ preview }: CallsState, callId: CallId): Input {
  return preview?.callId === callId && preview.camera.state !== 'failed' ? preview.camera : closed;
}

/** Stops all open inputs. One that is still opening is stopped once it has opened; see `inputOpened`. */
export function releaseInputs(currentCall: DeviceCall): readonly Effect[] {
  const { microphone, camera } = currentCall;
  const inputs = [microphone, camera].flatMap((input) =>
    input.state === 'open' ? [{ type: 'stopTrack', track: input.track } as const] : [],
  );
  return [...inputs, ...releaseShare(currentCall)];
}

/**
 * Muting keeps the input open and sends silence, so that the absence of packets always means a broken link. A
 * microphone that failed is opened again with "Unmute".
 */
export function microphonePressed(state: CallsState, key: CallId, to: 'on' | 'off'): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || currentCall.hold !== undefined) return transition(state);
  const isMuted = to === 'off';
  const changed: DeviceCall = { ...currentCall, isMuted };
  const { microphone } = currentCall;
  if (microphone.state === 'failed' && to === 'on') return reopen(state, changed, 'audio');
  return withCurrentCall(state, changed, [
    ...(microphone.state === 'open' ? [enableTrack(microphone.track, !isMuted)] : []),
    ...sendInputState(changed),
  ]);
}

/** Whether the microphone, where it is open, sends silence. */
export function isSilenced({ isMuted, hold }: DeviceCall): boolean {
  return isMuted || hold !== undefined;
}

export function enableTrack(track: MediaStreamTrack, isEnabled: boolean): InputEffect {
  return { type: 'enableTrack', track, isEnabled };
}

/** Turning the camera off closes it, so that its light goes out. */
export function cameraPressed(state: CallsState, key: CallId, to: 'on' | 'off'): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || currentCall.hold !== undefined) return transition(state);
  const { camera } = currentCall;
  const isOff = camera.state === 'closed' || camera.state === 'failed';
  if (to === 'on') return isOff ? reopen(state, currentCall, 'video', pressed) : transition(state);
  if (isOff) return transition(state);
  const { state: now, effects } = changeInput(state, currentCall, 'video', closed);
  return transition(now, [
    ...effects,
    ...(camera.state === 'open' ? [{ type: 'stopTrack', track: camera.track } as const] : []),
  ]);
}

function reopen(state: CallsState, currentCall: DeviceCall, kind: InputKind, input = opening): Transition {
  const now = withInput(currentCall, kind, input);
  return withCurrentCall(state, now, [openInput(currentCall.key, kind), ...sendInputState(now)]);
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

/** Remembers a device that works for later calls of this browser profile. */
export function preferDevice(state: CallsState, kind: MediaDeviceType, id: string): Transition {
  const label = state.mediaDevices.devices[kind].find((device) => device.id === id)?.label;
  const device = { id, ...(label !== undefined && { label }) };
  const preferredDevices = { ...state.preferredDevices, [kind]: device };
  return transition({ ...state, preferredDevices }, [{ type: 'savePreferredDevice', kind, device }]);
}

export function inputOf(currentCall: DeviceCall, kind: InputKind): Input {
  return kind === 'audio' ? currentCall.microphone : currentCall.camera;
}

export function openInput(key: CallId, kind: InputKind): InputEffect {
  return { type: 'openInput', key, kind };
}

/** Which input of the call a track belongs to; undefined for a track that was replaced. */
export function kindOf(currentCall: DeviceCall, track: MediaStreamTrack): InputKind | undefined {
  if (isTrack(currentCall.microphone, track)) return 'audio';
  return isTrack(currentCall.camera, track) ? 'video' : undefined;
}

function isTrack(input: Input, track: MediaStreamTrack): boolean {
  return input.state === 'open' && input.track === track;
}
