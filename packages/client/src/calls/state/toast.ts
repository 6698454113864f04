import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { ProcessingProblem } from '../../media/processing/processing.ts';
import type { ScreenFailure } from '../../media/screen/screenPorts.ts';

/** What a toast says: that a call is over, or what has just changed in it. */
export type ToastContent =
  | { readonly kind: 'canceled' }
  | { readonly kind: 'callEnded'; readonly durationMs: number }
  | { readonly kind: 'answeredElsewhere' }
  | { readonly kind: 'declinedElsewhere' }
  /** The call continues over a relay because its direct link failed. */
  | { readonly kind: 'switchedToRelay' }
  /** A request was rejected; `message` is for people. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The device in use went away and was replaced by the named one. */
  | { readonly kind: 'microphoneChanged' | 'cameraChanged'; readonly label: string }
  /** The device in use went away, and there is no other (`notFound`) or none that opens. */
  | { readonly kind: 'microphoneLost' | 'cameraLost'; readonly failure: CaptureFailure }
  /** The selected device does not open; the previous one, if any, stays in use. */
  | { readonly kind: 'deviceNotOpened'; readonly label: string }
  /** What was picked can't be shared. */
  | { readonly kind: 'shareFailed'; readonly failure: Exclude<ScreenFailure, 'canceled'> }
  /** The page was reloaded while it shared. */
  | { readonly kind: 'shareLost' }
  /** The other side shares instead. */
  | { readonly kind: 'shareReplaced'; readonly name: string }
  | { readonly kind: 'peerShares' | 'peerStoppedSharing'; readonly name: string }
  /** The selected speaker went away; sound comes from the browser's default. */
  | { readonly kind: 'speakerLost' }
  /** Noise is not suppressed, or the background not blurred, on this device. */
  | {
      readonly kind: 'processingFailed';
      /** The kind of the input. */
      readonly of: 'audio' | 'video';
      readonly problem: ProcessingProblem;
    };

/** A message that is shown for some seconds. */
export type Toast = { readonly id: string } & ToastContent;
