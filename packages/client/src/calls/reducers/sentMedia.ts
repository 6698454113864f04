import type { PeerMessage, Tracks } from '@ringback/rtc';
import type { Effect } from '../state/callEffect.ts';
import type { DeviceCall, Input } from '../state/callsState.ts';

/**
 * Sends the open inputs. Right after Accept the caller may hear this side, before the server has confirmed.
 */
export function sendTracks(currentCall: DeviceCall): readonly Effect[] {
  if (currentCall.stage.name !== 'talking' && currentCall.stage.name !== 'accepting') return [];
  return [{ type: 'sendTracks', callId: currentCall.id, tracks: tracksOf(currentCall) }];
}

/** Detects silence only while media flows: before that the microphone may legitimately be silent. */
export function monitorMicrophone(currentCall: DeviceCall): readonly Effect[] {
  return isFlowing(currentCall) ? [{ type: 'monitorMicrophone', track: rawMicrophone(currentCall) }] : [];
}

/** Suppressing noise makes silence of its own. */
function rawMicrophone({ microphone }: DeviceCall): MediaStreamTrack | null {
  return microphone.state === 'open' ? microphone.track : null;
}

function isFlowing({ stage }: DeviceCall): boolean {
  return stage.name === 'talking' && stage.link.state === 'up';
}

/** Tells the other side what it will see and hear, because to it a muted track looks alive. */
export function sendInputState(currentCall: DeviceCall): readonly Effect[] {
  if (!isFlowing(currentCall)) return [];
  const message: PeerMessage = {
    kind: 'sending',
    ...microphoneState(currentCall),
    ...cameraState(currentCall),
    ...(currentCall.hold !== undefined && { held: true }),
    ...(currentCall.isHandRaised === true && { hand: 'raised' }),
    ...screenState(currentCall),
  };
  return [{ type: 'sendPeerMessage', callId: currentCall.id, message }];
}

type Sending = PeerMessage & { kind: 'sending' };

/** Says `on` only for what can be heard by now: an input that is opening may never open. */
function microphoneState({
  microphone,
  isMuted,
  hold,
}: DeviceCall): Pick<Sending, 'microphone' | 'microphoneReason'> {
  const isSilenced = isMuted || hold !== undefined;
  switch (microphone.state) {
    case 'open':
      if (isSilenced) return { microphone: 'muted' };
      if (microphone.isSystemMuted) return { microphone: 'muted', microphoneReason: 'paused' };
      return microphone.sound === 'silent'
        ? { microphone: 'on', microphoneReason: 'silent' }
        : { microphone: 'on' };
    case 'opening':
      return isSilenced ? { microphone: 'muted' } : { microphone: 'none', microphoneReason: 'starting' };
    case 'closed':
    case 'failed':
      return { microphone: 'none' };
  }
}

function cameraState({ camera }: DeviceCall): Pick<Sending, 'camera' | 'cameraReason'> {
  if (camera.state !== 'open' || sentTrack(camera) === null) return { camera: 'off' };
  return camera.isSystemMuted ? { camera: 'off', cameraReason: 'paused' } : { camera: 'on' };
}

/** On hold the other side does not see what is shared; the capture goes on, so that it can be resumed. */
function screenState({ share, hold }: DeviceCall): Pick<Sending, 'screen' | 'screenTurn'> {
  const isSent = share.state === 'sharing' && hold === undefined;
  return isSent ? { screen: 'on', screenTurn: share.turn } : { screen: 'off' };
}

/** On hold the microphone sends silence, so that no packets always means a broken link. */
function tracksOf({ microphone, camera, share, hold }: DeviceCall): Tracks {
  const isSharing = share.state === 'sharing' && hold === undefined;
  return {
    audio: sentTrack(microphone),
    video: hold === undefined ? sentTrack(camera) : null,
    screen: isSharing ? share.video : null,
    screenAudio: isSharing ? share.audio : null,
  };
}

/** The track that stands for an input at the other side; null while there is none to send. */
function sentTrack(input: Input): MediaStreamTrack | null {
  if (input.state !== 'open') return null;
  const { track, processed } = input;
  switch (processed?.state) {
    case 'running':
      return processed.track ?? track;
    case 'starting':
      return processed.isHeldBack ? null : track;
    case 'interrupted':
    case 'failed':
    case undefined:
      return track;
  }
}
