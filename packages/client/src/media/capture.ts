import type { CaptureFailure } from './failure.ts';

/** The outcome of asking for an input. */
export type Captured =
  | { readonly ok: true; readonly track: MediaStreamTrack }
  | { readonly ok: false; readonly failure: CaptureFailure };

/** The port to microphones and cameras. */
export interface Capture {
  /** Opens one input; the browser may ask the person first. Never rejects. Whoever gets the track stops it. */
  readonly open: (kind: 'audio' | 'video') => Promise<Captured>;
  /** Whether opening would make the browser ask; `unknown` where it does not say. */
  readonly permission: (kind: 'audio' | 'video') => Promise<'granted' | 'prompt' | 'denied' | 'unknown'>;
}
