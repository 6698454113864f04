import type { CaptureFailure, CurrentCall, InputStatus, ProcessingProblem } from '@ringback/client';

/** What is over sooner, in ms, would only flash on the screen. */
export const noticeableMs = 500;
/** Longer than most inputs take to open, headsets over Bluetooth included. */
export const lateMs = 2_000;

/** Which inputs take longer to open than they should. */
export interface LateInputs {
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** What is missing on this side and what to do about it, most important first. */
export function sendingHints(call: CurrentCall, late: LateInputs): readonly string[] {
  const {
    microphone,
    camera,
    isCameraPaused,
    peer: { name },
  } = call;
  return [
    ...(microphone.state === 'none' ? [`You're only listening. ${microphoneHelp(microphone.failure)}`] : []),
    ...(late.microphone ? [lateMicrophone] : []),
    ...(isCameraPaused ? [cameraPaused] : []),
    ...(camera.state === 'none' ? [`${name} can't see you. ${cameraHelp(camera.failure)}`] : []),
    ...(late.camera ? [lateCamera(camera)] : []),
  ];
}

export const cameraPaused = 'Your system paused your camera';
/** The browser does not tell when the system asks. */
const lateMicrophone =
  "Your microphone hasn't started. Allow it if your system asks, or choose another one in Microphone options.";

function lateCamera(camera: InputStatus): string {
  const isPrompting = camera.state === 'starting' && camera.isPrompting === true;
  return isPrompting
    ? 'Allow your camera'
    : "Your camera hasn't started. Allow it if your system asks, or choose another one in Camera options.";
}

/** The same for the bar, which has room for a few words only. */
export function sendingHintInShort({ isCameraPaused }: CurrentCall): string | undefined {
  return isCameraPaused ? cameraPaused : undefined;
}

export function microphoneHelp(failure: CaptureFailure): string {
  switch (failure) {
    case 'notAllowed':
      return 'The browser may not use your microphone: allow it beside the address bar, then press Unmute.';
    case 'blockedBySystem':
      return 'Your system blocks your microphone: allow this browser in its privacy settings, then press Unmute.';
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

/** Why a camera cannot be used, and what to do. */
export function cameraHelp(failure: CaptureFailure): string {
  switch (failure) {
    case 'notAllowed':
      return 'The browser may not use your camera: allow it beside the address bar.';
    case 'blockedBySystem':
      return 'Your system blocks your camera: allow this browser in its privacy settings.';
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

/** Why the other side cannot be heard, where `QualityNote` doesn't say it; undefined while it can. */
export function unheardHint({ remoteMicrophone, peer: { name } }: CurrentCall): string | undefined {
  switch (remoteMicrophone) {
    case 'on':
    case 'muted':
    case 'paused':
    case 'silent':
      return undefined;
    case 'starting':
      return `${name} can't be heard yet`;
    case 'none':
      return `${name} has no microphone and is only listening`;
  }
}

/** Why the other side's picture stopped; undefined while it shows, or was turned off. */
export function unseenHint({ remoteCamera, peer: { name } }: CurrentCall): string | undefined {
  return remoteCamera === 'paused' ? `${name}'s camera is paused` : undefined;
}

/** Says why an input is sent as it is, and what that means. */
export function processingText(of: 'audio' | 'video', problem: ProcessingProblem): string {
  return of === 'audio' ? noiseText[problem] : blurText[problem];
}

const noiseText: Readonly<Record<ProcessingProblem, string>> = {
  unsupported: "This browser can't suppress more noise. Its own suppression is on.",
  notLoaded: "Strong noise suppression didn't load. The browser's is on.",
  tooSlow: "This device is too slow for strong noise suppression. The browser's is on.",
  failed: "Strong noise suppression stopped. The browser's is on.",
};

const blurText: Readonly<Record<ProcessingProblem, string>> = {
  unsupported: "This browser can't blur your background. It's visible.",
  notLoaded: "Background blur didn't load. Your background is visible.",
  tooSlow: 'This device is too slow for blur. Your background is visible.',
  failed: 'Background blur stopped. Your background is visible.',
};
