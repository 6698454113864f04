import type { CallId } from '@ringback/protocol';
import type { MediaDevice } from '../../media/mediaDevices.ts';
import { findPreferred } from '../../media/preferredDevices.ts';
import { transition, type Transition } from '../state/callEffect.ts';
import type { CallsState, DeviceCall } from '../state/callsState.ts';
import { showToast } from './toasts.ts';

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
export function retrySpeaker({ refusedSpeakerId: _, ...currentCall }: DeviceCall): DeviceCall {
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
