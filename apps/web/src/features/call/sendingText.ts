import type { CaptureFailure, CurrentCall } from '@ringback/client';

/** What is missing on this side and what can be done, in the order of its weight; empty while all is well. */
export function sendingHints({ microphone, camera, peer: { name } }: CurrentCall): readonly string[] {
  return [
    ...(microphone.state === 'none' ? [`You are only listening. ${microphoneHelp(microphone.failure)}`] : []),
    ...(camera.state === 'none' ? [`${name} cannot see you. ${cameraHelp(camera.failure)}`] : []),
  ];
}

function microphoneHelp(failure: CaptureFailure): string {
  switch (failure) {
    case 'notAllowed':
      return 'The browser may not use your microphone: allow it beside the address bar, then call again.';
    case 'notFound':
      return 'No microphone was found: plug one in, then call again.';
    case 'inUse':
      return 'Another program uses your microphone: close it, then call again.';
    case 'unsupported':
      return 'This browser gives no access to microphones.';
    case 'failed':
      return 'Your microphone did not start.';
  }
}

function cameraHelp(failure: CaptureFailure): string {
  switch (failure) {
    case 'notAllowed':
      return 'The browser may not use your camera: allow it beside the address bar.';
    case 'notFound':
      return 'No camera was found.';
    case 'inUse':
      return 'Another program uses your camera: close it, then turn the camera on.';
    case 'unsupported':
      return 'This browser gives no access to cameras.';
    case 'failed':
      return 'Your camera did not start.';
  }
}

/** What is to be known of the other side's inputs; undefined while they can be heard. */
export function peerHint({ theirMicrophone, peer: { name } }: CurrentCall): string | undefined {
  switch (theirMicrophone) {
    case 'on':
      return undefined;
    case 'muted':
      return `${name} is muted`;
    case 'none':
      return `${name} has no microphone and is only listening`;
  }
}
