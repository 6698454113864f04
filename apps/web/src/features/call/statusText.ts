import type { CallStatus, Remark } from '@ringback/client';
import { formatDuration } from '../../ui/duration.ts';

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
export function remarkText(remark: Remark): string {
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
  }
}
