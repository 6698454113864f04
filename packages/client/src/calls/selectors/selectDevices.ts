import { hasSpeaker } from '../reducers/deviceSelection.ts';
import type { CallAction } from '../state/callAction.ts';
import type { CallsState, Input, DeviceCall } from '../state/callsState.ts';
import type { MediaDeviceType } from '../../media/mediaDevices.ts';
import type { DeviceChoices, CurrentCall } from './callScreen.ts';

type Shown = Pick<
  CurrentCall,
  | 'microphoneProblem'
  | 'choices'
  | 'speakerId'
  | 'offer'
  | 'selectMicrophone'
  | 'selectCamera'
  | 'selectSpeaker'
>;

/** Selects the devices to choose from. */
export function selectDevices(
  state: CallsState,
  currentCall: DeviceCall,
  dispatch: (action: CallAction) => void,
): Shown {
  const trouble = troubleOf(currentCall);
  const { mediaDevices, preferredDevices } = state;
  return {
    choices: {
      microphone: selectChoices(state, 'microphone', idOf(currentCall.microphone)),
      camera: selectChoices(state, 'camera', idOf(currentCall.camera)),
      speaker: selectChoices(state, 'speaker', undefined),
    },
    speakerId: hasSpeaker(preferredDevices, mediaDevices) ? (preferredDevices.speaker ?? '') : '',
    ...(trouble !== undefined && { microphoneProblem: trouble }),
    ...offering(currentCall, dispatch),
    ...picking(state, currentCall, dispatch),
  };
}

function troubleOf({ stage, microphone }: DeviceCall): Shown['microphoneProblem'] {
  if (stage.name !== 'talking' || microphone.state !== 'open' || microphone.isMuted) return undefined;
  if (microphone.isSystemMuted) return 'mutedBySystem';
  return microphone.sound === 'silent' ? 'silent' : undefined;
}

function idOf(input: Input): string | undefined {
  switch (input.state) {
    case 'open':
      return input.requestedId ?? input.mediaDeviceId;
    case 'opening':
      return input.requestedId;
    case 'closed':
    case 'failed':
      return undefined;
  }
}

/**
 * Without a preference: the system's default, which some browsers list as an entry of its own, else the first
 * device.
 */
function selectChoices(
  { mediaDevices, preferredDevices }: CallsState,
  kind: MediaDeviceType,
  usedId: string | undefined,
): DeviceChoices {
  const devices = mediaDevices.devices[kind];
  const isThere = (candidate: string | undefined): candidate is string =>
    devices.some(({ id }) => id === candidate);
  const currentId = [usedId, preferredDevices[kind], 'default', devices[0]?.id].find(isThere) ?? null;
  return { devices, currentId, isUnnamed: mediaDevices.unnamed.includes(kind) };
}

function offering({ key, offer }: DeviceCall, dispatch: (action: CallAction) => void): Pick<Shown, 'offer'> {
  const [first] = offer?.devices ?? [];
  if (first === undefined) return {};
  const answer = (choice: 'use' | 'dismiss') => () =>
    dispatch({ type: 'offerAnswered', key, answer: choice });
  return { offer: { label: first.label, use: answer('use'), dismiss: answer('dismiss') } };
}

function picking(
  { mediaDevices: { devices } }: CallsState,
  { key }: DeviceCall,
  dispatch: (action: CallAction) => void,
): Pick<Shown, 'selectMicrophone' | 'selectCamera' | 'selectSpeaker'> {
  const pick = (kind: MediaDeviceType) => (mediaDeviceId: string) =>
    dispatch({ type: 'deviceSelected', key, kind, mediaDeviceId });
  return {
    ...(devices.microphone.length > 0 && { selectMicrophone: pick('microphone') }),
    ...(devices.camera.length > 0 && { selectCamera: pick('camera') }),
    ...(devices.speaker.length > 0 && { selectSpeaker: pick('speaker') }),
  };
}
