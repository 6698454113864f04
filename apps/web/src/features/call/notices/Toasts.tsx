import type { CaptureFailure, Remark } from '@ringback/client';
import { useCalls } from '../../../engine/storeHooks.ts';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import styles from './Toasts.module.css';

/** Short messages about what just happened; the engine removes them after a while. */
export function Toasts() {
  const remarks = useCalls((calls) => calls.remarks);
  const isInCall = useCalls(({ current }) => current !== null);
  return (
    <div className={styles['toasts']} data-in-call={isInCall}>
      {remarks.map((remark) => (
        <Status key={remark.id} className={styles['toast']}>
          {toastText(remark)}
        </Status>
      ))}
    </div>
  );
}

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

/** `notFound` means that it was unplugged; other failures may come from the browser or the system. */
function howLost(failure: CaptureFailure): string {
  return failure === 'notFound' ? 'unplugged' : 'stopped';
}
