import type { CaptureFailure, ScreenFailure, Toast } from '@ringback/client';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import { text } from '../text/callText.ts';
import { processingText } from '../text/sendingText.ts';
import styles from './Toasts.module.css';

/** Short messages about what just happened; the engine removes them after a while. */
export function Toasts({ toasts }: { readonly toasts: readonly Toast[] }) {
  return (
    <div className={styles['toasts']}>
      {toasts.map((toast) => (
        <Status key={toast.id} className={styles['toast']}>
          {toastText(toast)}
        </Status>
      ))}
    </div>
  );
}

export function toastText(toast: Toast): string {
  switch (toast.kind) {
    case 'canceled':
      return 'Call canceled';
    case 'callEnded':
      return text.endedAfter(formatDuration(toast.durationMs));
    case 'answeredElsewhere':
      return 'Answered on another device';
    case 'declinedElsewhere':
      return 'Declined on another device';
    case 'switchedToRelay':
      return 'Switched to relay';
    case 'refused':
      return toast.message;
    case 'microphoneChanged':
      return `Microphone changed to ${toast.label}`;
    case 'cameraChanged':
      return `Camera changed to ${toast.label}`;
    case 'microphoneLost':
      return `Microphone ${howLost(toast.failure)}. You're only listening`;
    case 'cameraLost':
      return `Camera ${howLost(toast.failure)}. Your video is off`;
    case 'deviceNotOpened':
      return `${toast.label} couldn't be used`;
    case 'shareFailed':
      return shareFailures[toast.failure];
    case 'shareLost':
      return 'Sharing ended as the page was reloaded';
    case 'shareReplaced':
      return `${toast.name} shares now. Your sharing ended`;
    case 'peerShares':
      return `${toast.name} shares their screen`;
    case 'peerStoppedSharing':
      return `${toast.name} stopped sharing`;
    case 'processingFailed':
      return processingText(toast.of, toast.problem);
    case 'speakerLost':
      return 'Speaker unplugged. Sound comes from the default one';
  }
}

const shareFailures = {
  blockedBySystem: 'Your system blocks screen sharing. Allow this browser in its privacy settings',
  notFound: 'Nothing was found to share',
  failed: "Your screen couldn't be shared. Try again",
} as const satisfies Record<Exclude<ScreenFailure, 'canceled'>, string>;

/** `notFound` means that it was unplugged; other failures may come from the browser or the system. */
function howLost(failure: CaptureFailure): string {
  return failure === 'notFound' ? 'unplugged' : 'stopped';
}
