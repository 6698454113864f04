import type { MediaDeviceType } from '../../media/mediaDevices.ts';
import { findPreferred } from '../../media/preferredDevices.ts';
import { usedSpeaker } from '../reducers/deviceSelection.ts';
import type { CallAction } from '../state/callAction.ts';
import type { CallsState, DeviceCall, Input, InputKind, OpenInput } from '../state/callsState.ts';
import type { CurrentCall, DeviceChoices, DeviceSelection, ProcessingStatus } from './callScreen.ts';

/** The user sees what the other side sees. */
export function shownStream({ stream, processed }: OpenInput): MediaStream {
  return processed?.state === 'running' ? processed.stream : stream;
}

/** What became of the processing of the inputs. */
export function selectProcessing(
  { key, microphone, camera }: DeviceCall,
  dispatch: (action: CallAction) => void,
): CurrentCall['processing'] {
  const retry = (kind: InputKind) => () => dispatch({ type: 'processingRetried', key, kind });
  return {
    audio: processingOf(microphone, retry('audio')),
    video: processingOf(camera, retry('video')),
  };
}

function processingOf(input: Input, tryAgain: () => void): ProcessingStatus {
  const processed = input.state === 'open' ? input.processed : undefined;
  if (processed === undefined) return { state: 'none' };
  if (processed.state !== 'failed') return { state: processed.state };
  return processed.problem === 'unsupported' ? processed : { ...processed, tryAgain };
}

type UsedDevices = Pick<
  CurrentCall,
  | 'microphoneProblem'
  | 'choices'
  | 'speakerId'
  | 'speakerRefused'
  | 'offer'
  | 'selectMicrophone'
  | 'selectCamera'
  | 'selectSpeaker'
  | 'flipCamera'
>;

/** Selects the devices that a call uses, and those to choose from. */
export function selectUsedDevices(
  state: CallsState,
  currentCall: DeviceCall,
  dispatch: (action: CallAction) => void,
): UsedDevices {
  const problem = microphoneProblemOf(currentCall);
  return {
    choices: selectAllChoices(state, currentCall),
    speakerId: usedSpeaker(state, currentCall)?.id ?? '',
    speakerRefused: (mediaDeviceId) =>
      dispatch({ type: 'speakerRefused', key: currentCall.key, mediaDeviceId }),
    ...(problem !== undefined && { microphoneProblem: problem }),
    ...offering(currentCall, dispatch),
    ...picking(state, currentCall, dispatch),
    ...flipping(state, currentCall, dispatch),
  };
}

/** Selects the devices to choose from, whether there is a call or not. */
export function selectDevices(state: CallsState, dispatch: (action: CallAction) => void): DeviceSelection {
  return {
    choices: selectAllChoices(state, state.currentCall),
    select: (kind, mediaDeviceId) => dispatch({ type: 'devicePreferred', kind, mediaDeviceId }),
    refresh: () => dispatch({ type: 'devicesNamed' }),
  };
}

function selectAllChoices(state: CallsState, currentCall: DeviceCall | null): DeviceSelection['choices'] {
  const [microphone, camera] =
    currentCall === null ? [] : [idOf(currentCall.microphone), idOf(currentCall.camera)];
  const tried = currentCall === null ? state : withoutRefusedSpeaker(state, currentCall);
  return {
    microphone: selectChoices(state, 'microphone', microphone),
    camera: selectChoices(state, 'camera', camera),
    speaker: selectChoices(tried, 'speaker', undefined),
  };
}

function withoutRefusedSpeaker(state: CallsState, currentCall: DeviceCall): CallsState {
  const { speaker: _, ...others } = state.preferredDevices;
  const speaker = usedSpeaker(state, currentCall);
  return { ...state, preferredDevices: { ...others, ...(speaker !== undefined && { speaker }) } };
}

/** Why the other side hears nothing, as far as this device knows. */
export function microphoneProblemOf({
  stage,
  isMuted,
  microphone,
}: DeviceCall): UsedDevices['microphoneProblem'] {
  if (stage.name !== 'talking' || microphone.state !== 'open' || isMuted) return undefined;
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
  const preferredId = findPreferred(devices, preferredDevices[kind])?.id;
  const currentId = [usedId, preferredId, 'default', devices[0]?.id].find(isThere) ?? null;
  return { devices, currentId, isUnnamed: mediaDevices.unnamed.includes(kind) };
}

function offering(
  { key, offer }: DeviceCall,
  dispatch: (action: CallAction) => void,
): Pick<UsedDevices, 'offer'> {
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
): Pick<UsedDevices, 'selectMicrophone' | 'selectCamera' | 'selectSpeaker'> {
  const pick = (kind: MediaDeviceType) => (mediaDeviceId: string) =>
    dispatch({ type: 'deviceSelected', key, kind, mediaDeviceId });
  return {
    ...(devices.microphone.length > 0 && { selectMicrophone: pick('microphone') }),
    ...(devices.camera.length > 0 && { selectCamera: pick('camera') }),
    ...(devices.speaker.length > 0 && { selectSpeaker: pick('speaker') }),
  };
}

function flipping(
  { mediaDevices: { devices } }: CallsState,
  { key, camera }: DeviceCall,
  dispatch: (action: CallAction) => void,
): Pick<UsedDevices, 'flipCamera'> {
  const facing = devices.camera.find(({ id }) => id === idOf(camera))?.facing;
  const other = devices.camera.find((device) => device.facing !== undefined && device.facing !== facing);
  if (camera.state !== 'open' || facing === undefined || other === undefined) return {};
  return { flipCamera: () => dispatch({ type: 'cameraFlipped', key, mediaDeviceId: other.id }) };
}
