import type { CaptureFailure } from './failure.ts';

/** The outcome of asking for an input. */
export type Captured =
  | { readonly ok: true; readonly track: MediaStreamTrack }
  | { readonly ok: false; readonly failure: CaptureFailure };

/** What the browser says before it is asked to open an input; `unknown` where it keeps that to itself. */
export type Permission = 'granted' | 'prompt' | 'denied' | 'unknown';

/** The port to microphones and cameras. */
export interface Capture {
  /** Opens one input; the browser may ask the person first. Never rejects. Whoever gets the track stops it. */
  readonly open: (kind: 'audio' | 'video') => Promise<Captured>;
  /** Whether opening would make the browser ask. */
  readonly permission: (kind: 'audio' | 'video') => Promise<Permission>;
  /** The same where it is known already, so that nothing need wait for the answer. */
  readonly knownPermission: (kind: 'audio' | 'video') => Permission | undefined;
}
