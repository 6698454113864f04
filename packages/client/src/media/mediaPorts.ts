import type { NoteMime } from '@ringback/protocol';
import type { MediaDevices } from './mediaDevices.ts';
import type { ScreenCapture } from './screen/screenPorts.ts';

/** The result of opening an input. `mediaDeviceId`: absent where the browser does not tell. */
export type CaptureResult =
  | {
      readonly ok: true;
      readonly track: MediaStreamTrack;
      readonly mediaDeviceId?: string;
      /** The label of the device that the user picked, which is there but did not open. */
      readonly insteadOf?: string;
    }
  | { readonly ok: false; readonly failure: CaptureFailure };

/** The browser's permission before an input is opened; `unknown` where the browser does not tell. */
export type Permission = 'granted' | 'prompt' | 'denied' | 'unknown';

/** How a microphone is opened. */
export interface CaptureOptions {
  /** Leaves the noise in: for music, or for a microphone that suppresses it by itself. */
  readonly keepsNoise?: boolean;
}

/** Port to microphones, cameras and speakers. */
export interface Capture {
  /**
   * Opens the named input or none, or without a name the browser's default; the browser may prompt the user
   * first. Never rejects. The caller must stop the track.
   */
  readonly open: (
    kind: 'audio' | 'video',
    mediaDeviceId?: string,
    options?: CaptureOptions,
  ) => Promise<CaptureResult>;
  /** Whether opening would make the browser prompt. */
  readonly permission: (kind: 'audio' | 'video') => Promise<Permission>;
  /** The same, synchronously, where it is known already. */
  readonly knownPermission: (kind: 'audio' | 'video') => Permission | undefined;
  /**
   * The devices that are plugged in and can be chosen. Never rejects; empty where the browser does not tell.
   */
  readonly listDevices: () => Promise<MediaDevices>;
  /** Calls back when a device is plugged in or out. Returns a function that stops it. */
  readonly watchDevices: (onChange: () => void) => () => void;
  /**
   * Measures a microphone several times a second: passes the loudest sample since the last time (0 to 1), or
   * `unheard` while the browser does not run audio. Returns a function that stops it.
   */
  readonly listen: (track: MediaStreamTrack, onPeak: (peak: number | 'unheard') => void) => () => void;
}

/**
 * Why an input cannot be used, in terms that a user can act on. Derived from the names of the DOMException
 * that `getUserMedia` rejects with (Media Capture and Streams, section 10.2).
 */
export type CaptureFailure =
  /** Denied by the user or a policy. */
  | 'notAllowed'
  /** Denied by the operating system to the whole browser, or to this app. */
  | 'blockedBySystem'
  /** No such device. */
  | 'notFound'
  /** Used by another program or the system. */
  | 'inUse'
  /** The page may not ask: its address is insecure, or the browser has no such function. */
  | 'unsupported'
  /** Any other reason. */
  | 'failed';

/** A finished recording. */
export interface Recorded {
  /** A file of type `mime`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: NoteMime;
  /** How long it plays, in ms. */
  readonly durationMs: number;
  /** The loudness from start to end, each value from 0 to 100. */
  readonly peaks: readonly number[];
}

/** Events of a running recording. */
export interface RecordingEvents {
  /** The current loudness (0 to 1), several times a second. */
  readonly onLevel: (level: number) => void;
  /** The recording ended by itself because an input went away. */
  readonly onEnd: () => void;
}

/** A running recording. */
export interface RunningRecording {
  /**
   * Stops and returns the recording; undefined if it is empty. Never rejects. The inputs may be stopped right
   * after the call.
   */
  readonly finish: () => Promise<Recorded | undefined>;
  /** Stops and discards the recording. */
  readonly abandon: () => void;
}

/** Port to a recorder. */
export interface Recorder {
  /** Starts recording the tracks; undefined where the browser cannot. */
  readonly start: (
    tracks: readonly MediaStreamTrack[],
    events: RecordingEvents,
  ) => RunningRecording | undefined;
  /**
   * Measures a microphone without recording it: passes its loudness (0 to 1) several times a second. Returns a function that
   * stops it.
   */
  readonly listen: (microphone: MediaStreamTrack, onLevel: (level: number) => void) => () => void;
}

/** What the engine needs of a machine's microphones, cameras and recorders. */
export interface MediaPorts {
  readonly capture: Capture;
  /** Absent where the browser can't share a screen. */
  readonly screenCapture?: ScreenCapture;
  /** Loads the recorder's code. */
  readonly recorder: () => Promise<Recorder>;
  /** Creates a stream of one track. */
  readonly streamOf: (track: MediaStreamTrack) => MediaStream;
}
