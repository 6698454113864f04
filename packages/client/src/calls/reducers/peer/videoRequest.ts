import type { CallId } from '@ringback/protocol';
import { transition, type Effect, type Transition } from '../../state/callEffect.ts';
import type { CallsState, DeviceCall, Input, Talking, VideoRequest } from '../../state/callsState.ts';

/** How often one call shows a request: a device that asks more often only disturbs. */
const maxRequests = 5;

/** The other side asks for this side's camera: in a voice call, with its own one on. */
export function videoRequested(currentCall: DeviceCall, stage: Talking): DeviceCall {
  const count = (stage.videoRequest?.count ?? 0) + 1;
  const asked = { ...currentCall, stage: { ...stage, videoRequest: { state: 'open', count } as const } };
  return count <= maxRequests && isAnswerable(asked, asked.stage) ? asked : currentCall;
}

export function dismissVideoRequest(state: CallsState, key: CallId): CallsState {
  const { currentCall } = state;
  return currentCall?.key === key ? { ...state, currentCall: closed(currentCall) } : state;
}

/**
 * Runs after each action: closes a request that nothing can answer any more, and sends one where this side has just
 * turned its camera on.
 */
export function updateVideoRequests(before: CallsState, after: CallsState): Transition {
  const { currentCall } = after;
  if (currentCall?.stage.name !== 'talking') return transition(after);
  const isOver =
    currentCall.stage.videoRequest?.state === 'open' && !isAnswerable(currentCall, currentCall.stage);
  const state = isOver ? { ...after, currentCall: closed(currentCall) } : after;
  return transition(state, requestVideo(before.currentCall, currentCall, currentCall.stage));
}

/** Only in a voice call: in a video call, Accept has asked already. */
function requestVideo(before: DeviceCall | null, after: DeviceCall, stage: Talking): readonly Effect[] {
  const isWanted = after.media === 'audio' && stage.remoteInputs.camera === 'off';
  const isFlowing = stage.link.state === 'up';
  if (!isWanted || !isFlowing || after.camera.state !== 'open' || before?.key !== after.key) return [];
  const isFirstLink = before.stage.name !== 'talking' || before.stage.upSince === undefined;
  if (!isFirstLink && !isTurnedOn(before.camera)) return [];
  return [{ type: 'sendPeerMessage', callId: after.id, message: { kind: 'videoRequest' } }];
}

/** Opening because of a press: not to replace another camera, and not at the end of a hold. */
function isTurnedOn(camera: Input): boolean {
  return camera.state === 'opening' && camera.isPressed === true && camera.replaces === undefined;
}

function isAnswerable({ media, camera }: DeviceCall, { remoteInputs }: Talking): boolean {
  const isOff = camera.state === 'closed' || camera.state === 'failed';
  return media === 'audio' && isOff && remoteInputs.camera !== 'off';
}

function closed(currentCall: DeviceCall): DeviceCall {
  const { stage } = currentCall;
  if (stage.name !== 'talking' || stage.videoRequest === undefined) return currentCall;
  const videoRequest: VideoRequest = { ...stage.videoRequest, state: 'closed' };
  return { ...currentCall, stage: { ...stage, videoRequest } };
}
