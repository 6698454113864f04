import type { NoteMime } from '@ringback/protocol';
import type { MediaDevices } from './mediaDevices.ts';

/** The outcome of asking for an input. `pieceId`: which one it is, where the browser tells. */
export type CaptureResult =
  | { readonly ok: true; readonly track: MediaStreamTrack; readonly mediaDeviceId?: string }
  | { readonly ok: false; readonly failure: CaptureFailure };

/** Which microphone or camera to open. */
export type DeviceConstraint =
  /** This one if it is there, else whichever the browser prefers. */
  | { readonly preferred: string }
  /** This one or none. */
  | { readonly exact: string };

/** What the browser says before it is asked to open an input; `unknown` where it keeps that to itself. */
export type Permission = 'granted' | 'prompt' | 'denied' | 'unknown';

/** The port to microphones, cameras and speakers. */
export interface Capture {
  /**
   * Opens one input, without a wish the one that the browser prefers; the browser may ask the person first.
   * Never rejects. Whoever gets the track stops it.
   */
  readonly open: (kind: 'audio' | 'video', constraint?: DeviceConstraint) => Promise<CaptureResult>;
  /** Whether opening would make the browser ask. */
  readonly permission: (kind: 'audio' | 'video') => Promise<Permission>;
  /** The same where it is known already, so that nothing need wait for the answer. */
  readonly knownPermission: (kind: 'audio' | 'video') => Permission | undefined;
  /** What is plugged in right now, and can be chosen. Never rejects; a browser that does not tell has nothing. */
  readonly listDevices: () => Promise<MediaDevices>;
  /** Calls back whenever something was plugged in or out. Returns what stops that. */
  readonly watchDevices: (onChange: () => void) => () => void;
  /**
   * Hears a microphone, some times a second: with the loudest of all samples since the last time (0 to 1), or
   * `unheard` while the browser does not let it be heard. Returns what stops that.
   */
  readonly listen: (track: MediaStreamTrack, onPeak: (peak: number | 'unheard') => void) => () => void;
}

/**
 * Why an input cannot be used, in terms a person can act on. Each maps from the names of DOMException that
 * `getUserMedia` rejects with (Media Capture and Streams, section 10.2).
 */
export type CaptureFailure =
  /** The person, or a policy, said no. */
  | 'notAllowed'
  /** There is no such device. */
  | 'notFound'
  /** Another program holds it, or the system does. */
  | 'inUse'
  /** The page may not ask at all: not a secure address, or no such function in this browser. */
  | 'unsupported'
  /** Anything else. */
  | 'failed';

/** Something that was recorded. */
export interface Recorded {
  /** A file of that type. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: NoteMime;
  /** How long it plays, in ms. */
  readonly durationMs: number;
  /** How loud it is from its beginning to its end, each from 0 to 100. */
  readonly peaks: readonly number[];
}

/** What is heard of a recording while it goes on. */
export interface RecordingEvents {
  /** How loud it is right now (0 to 1), some times a second. */
  readonly onLevel: (level: number) => void;
  /** It has ended by itself: an input went away. */
  readonly onEnd: () => void;
}

/** A recording that goes on. */
export interface RunningRecording {
  /** Ends it; undefined if nothing came of it. Never rejects. The inputs may be let go right after the call. */
  readonly finish: () => Promise<Recorded | undefined>;
  /** Ends it for nothing. */
  readonly abandon: () => void;
}

/** The port to what records. */
export interface Recorder {
  /** Records inputs from now on; undefined where the browser cannot. */
  readonly start: (
    tracks: readonly MediaStreamTrack[],
    events: RecordingEvents,
  ) => RunningRecording | undefined;
}

/** What the engine needs of the machine's microphones, cameras and recorders. */
export interface MediaPorts {
  readonly capture: Capture;
  /** Fetches the recorder's code. */
  readonly recorder: () => Promise<Recorder>;
  /** Makes a stream that shows one track. */
  readonly streamOf: (track: MediaStreamTrack) => MediaStream;
}
