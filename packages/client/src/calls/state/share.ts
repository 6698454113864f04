import type { ScreenContent } from '@ringback/rtc';
import type { Surface } from '../../media/screen/screenPorts.ts';

/**
 * What this device shares of its screen.
 *
 * ```
 *   off ──pressed──> choosing ──picked──> sharing ──stopped here, in the browser's bar, or by a newer share──> off
 *    ^                  │ canceled, refused
 *    └──────────────────┘
 * ```
 */
export type Share = { readonly state: 'off' } | { readonly state: 'choosing' } | Sharing;

/** `turn`: of two screens that are shared at once, the one with the higher number stays. */
export interface Sharing {
  readonly state: 'sharing';
  readonly video: MediaStreamTrack;
  readonly audio: MediaStreamTrack | null;
  /** The picture alone, to show it here. */
  readonly stream: MediaStream;
  readonly surface: Surface;
  readonly content: ScreenContent;
  readonly turn: number;
}
