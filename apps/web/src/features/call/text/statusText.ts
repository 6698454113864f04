import type { CallStatus, CaptureFailure, Remark } from '@ringback/client';
import { formatDuration } from '../../../ui/time/formatTime.ts';

/** What the status line of a call says. `nowMs`: this machine's clock. */
export function statusText(status: CallStatus, name: string, nowMs: number): string {
  switch (status.kind) {
    case 'askingMicrophone':
      return 'Allow your microphone';
    case 'calling':
      return 'Calling…';
    case 'ringing':
      return 'Ringing…';
    case 'connecting':
      return 'Connecting…';
    case 'talking':
      return formatDuration(nowMs - status.sinceMs);
    case 'reconnecting':
      return 'Reconnecting…';
    case 'waiting':
      return `Waiting for ${name}…`;
  }
}

/** The short words about something that has just happened. */
export function toastText(remark: Remark): string {
  switch (remark.kind) {
    case 'canceled':
      return 'Call canceled';
    case 'callEnded':
      return `Call ended, ${formatDuration(remark.durationMs)}`;
    case 'answeredElsewhere':
      return 'Answered on another device';
    case 'declinedElsewhere':
      return 'Declined on another device';
    case 'switchedToRelay':
      return 'Switched to relay';
    case 'refused':
      return remark.message;
    case 'microphoneChanged':
      return `Microphone changed to ${remark.label}`;
    case 'cameraChanged':
      return `Camera changed to ${remark.label}`;
    case 'microphoneLost':
      return `Microphone ${howLost(remark.failure)}. You are only listening`;
    case 'cameraLost':
      return `Camera ${howLost(remark.failure)}. Your video is off`;
    case 'pieceNotOpened':
      return `${remark.label} could not be used`;
    case 'speakerLost':
      return 'Speaker unplugged. Sound comes from the default one';
  }
}

/** Where there is no other one, its plug was pulled; anything else may be the browser's doing, or the system's. */
function howLost(failure: CaptureFailure): string {
  return failure === 'notFound' ? 'unplugged' : 'stopped';
}
