import type { CallId } from '@ringback/protocol';
import type { CallAction, InputKind } from '../state/callAction.ts';
import { type Transition, andThen, transition, withCurrentCall } from '../state/callEffect.ts';
import type { CallsState, DeviceCall, Offer, OpenInput } from '../state/callsState.ts';
import { type MediaDevices, type MediaDeviceType, addedDevices } from '../../media/mediaDevices.ts';
import type { PreferredDevices } from '../../media/preferredDevices.ts';
import { inputOf, preferDevice, withInput } from './inputs.ts';
import { showToast } from './toasts.ts';

const inputKinds = { microphone: 'audio', camera: 'video' } as const;

/** A person picks another microphone, camera or speaker. Only what is there can be picked. */
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
    ? preferDevice(state, kind, mediaDeviceId)
    : inputSelected(state, currentCall, inputKinds[kind], kind, mediaDeviceId);
}

/** The new one is opened while the old one goes on; see `opened`. */
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
    // A choice for when it is turned on.
    case 'closed':
      return preferDevice(state, device, requestedId);
    case 'failed':
      return withCurrentCall(
        state,
        withInput(currentCall, kind, { state: 'opening', isMuted: false, requestedId }),
        [open],
      );
    case 'opening':
      return withCurrentCall(state, withInput(currentCall, kind, { ...input, requestedId }), [open]);
    case 'open':
      if (input.mediaDeviceId === requestedId)
        return withCurrentCall(state, withInput(currentCall, kind, asItIs(input)));
      return withCurrentCall(state, withInput(currentCall, kind, { ...input, requestedId }), [open]);
  }
}

function asItIs({ requestedId: _, ...input }: OpenInput): OpenInput {
  return input;
}

/** What is plugged in was looked up; during a call, what is new is offered, and never used by itself. */
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
  const offering = { ...seen, currentCall: withOffer(currentCall, offer) };
  const lostSpeaker =
    hasSpeaker(state.preferredDevices, state.mediaDevices) &&
    !hasSpeaker(state.preferredDevices, mediaDevices);
  return transition(
    lostSpeaker ? showToast(offering, currentCall.id, { kind: 'speakerLost' }, now) : offering,
  );
}

/** Whether sound goes, or would go, to the speaker that was picked. */
export function hasSpeaker(preferredDevices: PreferredDevices, { devices }: MediaDevices): boolean {
  return devices.speaker.some(({ id }) => id === preferredDevices.speaker);
}

/** A headset is a microphone and a speaker, which come one after the other, and is offered as one. */
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

/** A camera that comes while nobody is filmed is no news. */
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

/** The person takes what was offered, or does not care for it. */
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
