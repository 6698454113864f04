import type { CaptureFailure, CurrentCall } from '@ringback/client';

/** What is missing on this side and what to do about it, most important first. */
export function sendingHints(call: CurrentCall): readonly string[] {
  const {
    microphone,
    camera,
    microphoneProblem,
    peer: { name },
  } = call;
  return [
    ...(microphoneProblem === undefined ? [] : [silenceHelp(microphoneProblem)]),
    ...(microphone.state === 'none' ? [`You are only listening. ${microphoneHelp(microphone.failure)}`] : []),
    ...(camera.state === 'none' ? [`${name} cannot see you. ${cameraHelp(camera.failure)}`] : []),
  ];
}

/** For the bar, which has room for a few words only. */
export const silenceInShort = 'Your microphone sends silence.';

function silenceHelp(problem: NonNullable<CurrentCall['microphoneProblem']>): string {
  switch (problem) {
    case 'silent':
      return `${silenceInShort} Look for a switch that mutes it, on itself or in the system, or choose another one under More.`;
    case 'mutedBySystem':
      return `${silenceInShort} The system has muted it: unmute it there, or choose another one under More.`;
  }
}

function microphoneHelp(failure: CaptureFailure): string {
  switch (failure) {
    case 'notAllowed':
      return 'The browser may not use your microphone: allow it beside the address bar, then press Unmute.';
    case 'notFound':
      return 'No microphone was found: plug one in, then press Unmute.';
    case 'inUse':
      return 'Another program uses your microphone: close it, then press Unmute.';
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

/** Why the other side cannot be heard; undefined while it can. */
export function peerHint({ remoteMicrophone, peer: { name } }: CurrentCall): string | undefined {
  switch (remoteMicrophone) {
    case 'on':
      return undefined;
    case 'muted':
      return `${name} is muted`;
    case 'none':
      return `${name} has no microphone and is only listening`;
  }
}
