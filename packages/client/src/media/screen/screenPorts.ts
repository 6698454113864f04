import type { ScreenContent } from '@ringback/rtc';

/** What was picked; `unknown` where the browser doesn't tell. */
export type Surface = 'screen' | 'window' | 'tab' | 'unknown';

/** What the user picked to share, or why nothing is shared. */
export type ScreenResult =
  | {
      readonly ok: true;
      readonly video: MediaStreamTrack;
      /** Its sound, where the browser offers it and the user shares it. */
      readonly audio: MediaStreamTrack | null;
      readonly surface: Surface;
    }
  | { readonly ok: false; readonly failure: ScreenFailure };

/** Why nothing is shared, in terms that a user can act on (Screen Capture, section 5.3). */
export type ScreenFailure =
  /** The user closed the browser's dialog, or denied it. No error: it was their choice. */
  | 'canceled'
  /** Denied by the operating system to the whole browser. */
  | 'blockedBySystem'
  /** There is nothing to share. */
  | 'notFound'
  /** Any other reason. */
  | 'failed';

/** Port to the screens, windows and tabs that can be shared; absent where the browser can't share any. */
export interface ScreenCapture {
  /**
   * Lets the user pick. Browsers demand that this happens right in a press. Never rejects. The caller must stop the
   * tracks.
   */
  readonly open: (content: ScreenContent) => Promise<ScreenResult>;
  /** Prepares a shared picture for what it shows. */
  readonly tune: (video: MediaStreamTrack, content: ScreenContent) => void;
}
