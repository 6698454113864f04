import type { Equipment } from './equipment.ts';
import type { CaptureFailure } from './failure.ts';

/** The outcome of asking for an input. `pieceId`: which one it is, where the browser tells. */
export type Captured =
  | { readonly ok: true; readonly track: MediaStreamTrack; readonly pieceId?: string }
  | { readonly ok: false; readonly failure: CaptureFailure };

/** Which microphone or camera to open. */
export type Wish =
  /** This one if it is there, else whichever the browser prefers. */
  | { readonly prefer: string }
  /** This one or none. */
  | { readonly exactly: string };

/** What the browser says before it is asked to open an input; `unknown` where it keeps that to itself. */
export type Permission = 'granted' | 'prompt' | 'denied' | 'unknown';

/** The port to microphones, cameras and speakers. */
export interface Capture {
  /**
   * Opens one input, without a wish the one that the browser prefers; the browser may ask the person first.
   * Never rejects. Whoever gets the track stops it.
   */
  readonly open: (kind: 'audio' | 'video', wish?: Wish) => Promise<Captured>;
  /** Whether opening would make the browser ask. */
  readonly permission: (kind: 'audio' | 'video') => Promise<Permission>;
  /** The same where it is known already, so that nothing need wait for the answer. */
  readonly knownPermission: (kind: 'audio' | 'video') => Permission | undefined;
  /** What is plugged in right now, and can be chosen. Never rejects; a browser that does not tell has nothing. */
  readonly equipment: () => Promise<Equipment>;
  /** Calls back whenever something was plugged in or out. Returns what stops that. */
  readonly watchEquipment: (onChange: () => void) => () => void;
  /**
   * Hears a microphone, some times a second: with the loudest of all samples since the last time (0 to 1), or
   * `unheard` while the browser does not let it be heard. Returns what stops that.
   */
  readonly listen: (track: MediaStreamTrack, onPeak: (peak: number | 'unheard') => void) => () => void;
}
