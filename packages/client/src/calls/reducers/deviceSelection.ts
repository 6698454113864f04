import type { CallId } from '@ringback/protocol';
import {
  addedDevices,
  type MediaDevice,
  type MediaDevices,
  type MediaDeviceType,
} from '../../media/mediaDevices.ts';
import { findPreferred, type PreferredDevices } from '../../media/preferredDevices.ts';
import type { CallAction } from '../state/callAction.ts';
import { andThen, transition, withCurrentCall, type Transition } from '../state/callEffect.ts';
import type { CallsState, DeviceCall, InputKind, Offer } from '../state/callsState.ts';
import { withoutRequest } from './inputEvents.ts';
import { inputOf, preferDevice, withInput } from './inputs.ts';
import { sendInputState } from './sentMedia.ts';
import { showToast } from './toasts.ts';

const inputKinds = { microphone: 'audio', camera: 'video' } as const;

/** Changes to another microphone, camera or speaker, if it is plugged in. */
export function deviceSelected(
  state: CallsState,
  key: CallId,
  kind: MediaDeviceType,
  mediaDeviceId: string,
): Transition {
  const { currentCall } = state;
  const isThere = state.mediaDevices.devices[kind].some(({ id }) => id === mediaDeviceId);
  if (currentCall?.key !== key || !isThere) return transition(state);
  return kind === 'speaker'
    ? preferDevice({ ...state, currentCall: retrySpeaker(currentCall) }, kind, mediaDeviceId)
    : inputSelected(state, currentCall, inputKinds[kind], kind, mediaDeviceId);
}

/** Chooses a device for all calls, the current one included. */
export function devicePreferred(state: CallsState, kind: MediaDeviceType, mediaDeviceId: string): Transition {
  const { currentCall, mediaDevices } = state;
  if (currentCall !== null) return deviceSelected(state, currentCall.key, kind, mediaDeviceId);
  const isThere = mediaDevices.devices[kind].some(({ id }) => id === mediaDeviceId);
  return isThere ? preferDevice(state, kind, mediaDeviceId) : transition(state);
}

/** Changes to the camera at the other side of a phone, which is not where the next call should start. */
export function cameraFlipped(state: CallsState, key: CallId, mediaDeviceId: string): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || currentCall.camera.state !== 'open') return transition(state);
  const flipping = { ...currentCall, camera: { ...currentCall.camera, isTemporary: true } as const };
  return inputSelected({ ...state, currentCall: flipping }, flipping, 'video', 'camera', mediaDeviceId);
}

/** Opens the new input while the old one continues; see `inputOpened`. */
function inputSelected(
  state: CallsState,
  currentCall: DeviceCall,
  kind: InputKind,
  device: MediaDeviceType,
  requestedId: string,
): Transition {
  const input = inputOf(currentCall, kind);
  const open = { type: 'openInput', key: currentCall.key, kind, requestedId } as const;
  switch (input.state) {
    // Remembered for when the input is turned on.
    case 'closed':
      return preferDevice(state, device, requestedId);
    case 'failed': {
      const now = withInput(currentCall, kind, { state: 'opening', requestedId });
      return withCurrentCall(state, now, [open, ...sendInputState(now)]);
    }
    case 'opening': {
      const { isGoingBack: _, isPrompting: __, ...opening } = input;
      return withCurrentCall(state, withInput(currentCall, kind, { ...opening, requestedId }), [open]);
    }
    case 'open':
      if (input.mediaDeviceId === requestedId)
        return withCurrentCall(state, withInput(currentCall, kind, withoutRequest(input)));
      return withCurrentCall(state, withInput(currentCall, kind, { ...input, requestedId }), [open]);
  }
}

/**
 * Stores the list of devices. During a call, a new device is offered to the user and never used by itself.
 */
export function devicesListed(
  state: CallsState,
  { cause, mediaDevices, preferredDevices }: CallAction & { type: 'devicesListed' },
  now: number,
): Transition {
  const seen: CallsState = { ...state, mediaDevices, preferredDevices };
  const { currentCall } = state;
  if (currentCall === null) return transition(seen);
  const newest = cause === 'changed' ? offerOf(currentCall, state.mediaDevices, mediaDevices) : undefined;
  const offer = newest ?? stillThere(currentCall.offer, mediaDevices);
  const tried = cause === 'changed' ? retrySpeaker(currentCall) : currentCall;
  const offering = { ...seen, currentCall: withOffer(tried, offer) };
  const lostSpeaker =
    preferredSpeaker(state.preferredDevices, state.mediaDevices) !== undefined &&
    preferredSpeaker(state.preferredDevices, mediaDevices) === undefined;
  return transition(
    lostSpeaker ? showToast(offering, currentCall.id, { kind: 'speakerLost' }, now) : offering,
  );
}

/** The preferred speaker, if it is plugged in. */
function preferredSpeaker({ speaker }: PreferredDevices, { devices }: MediaDevices): MediaDevice | undefined {
  return findPreferred(devices.speaker, speaker);
}

/** The parts of a headset appear one after the other; they are offered as one device. */
function offerOf(currentCall: DeviceCall, before: MediaDevices, after: MediaDevices): Offer | undefined {
  const kinds = usedKinds(currentCall);
  const fresh = kinds.flatMap((kind) =>
    addedDevices(before, after, kind).map((device) => ({ kind, ...device })),
  );
  const [first] = fresh;
  if (first === undefined) return undefined;
  if (first.group === '') return { devices: [first] };
  const offered = stillThere(currentCall.offer, after)?.devices ?? [];
  const together = [...offered, ...fresh].filter(({ group }) => group === first.group);
  return { devices: kinds.flatMap((kind) => together.find((device) => device.kind === kind) ?? []) };
}

/** A new camera is of no interest while the camera is off. */
function usedKinds({ camera }: DeviceCall): readonly MediaDeviceType[] {
  return camera.state === 'closed' ? ['microphone', 'speaker'] : ['microphone', 'camera', 'speaker'];
}

function stillThere(offer: Offer | undefined, { devices }: MediaDevices): Offer | undefined {
  const isThere = offer?.devices.every(({ kind, id }) => devices[kind].some((device) => device.id === id));
  return isThere === true ? offer : undefined;
}

function withOffer({ offer: _, ...currentCall }: DeviceCall, offer: Offer | undefined): DeviceCall {
  return offer === undefined ? currentCall : { ...currentCall, offer };
}

/** Uses or dismisses the offered device. */
export function offerAnswered(state: CallsState, key: CallId, answer: 'use' | 'dismiss'): Transition {
  const { currentCall } = state;
  if (currentCall?.key !== key || currentCall.offer === undefined) return transition(state);
  const { devices } = currentCall.offer;
  const answered = withCurrentCall(state, withOffer(currentCall, undefined));
  if (answer === 'dismiss') return answered;
  return devices.reduce(
    (done, { kind, id }) => andThen(done, (reached) => deviceSelected(reached, key, kind, id)),
    answered,
  );
}

/** The browser does not use the preferred speaker: sound comes from the default one until that speaker is tried again. */
export function speakerRefused(
  state: CallsState,
  key: CallId,
  mediaDeviceId: string,
  now: number,
): Transition {
  const { currentCall, mediaDevices } = state;
  if (currentCall?.key !== key || usedSpeaker(state, currentCall)?.id !== mediaDeviceId)
    return transition(state);
  const refused = { ...state, currentCall: { ...currentCall, refusedSpeakerId: mediaDeviceId } };
  const label = mediaDevices.devices.speaker.find(({ id }) => id === mediaDeviceId)?.label ?? 'Speaker';
  return transition(showToast(refused, currentCall.id, { kind: 'deviceNotOpened', label }, now));
}

/** A speaker that was refused is tried again: it was selected again, or devices have changed. */
function retrySpeaker({ refusedSpeakerId: _, ...currentCall }: DeviceCall): DeviceCall {
  return currentCall;
}

/** The preferred speaker, if it is plugged in and was not refused. */
export function usedSpeaker(
  { preferredDevices, mediaDevices }: CallsState,
  { refusedSpeakerId }: DeviceCall,
): MediaDevice | undefined {
  const preferred = findPreferred(mediaDevices.devices.speaker, preferredDevices.speaker);
  return preferred?.id === refusedSpeakerId ? undefined : preferred;
}
