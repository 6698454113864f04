import type { IceServer } from '@ringback/protocol';
import type { Candidate } from '../findings/candidates.ts';
import type { LoopSamples } from '../findings/loopQuality.ts';
import type { MicrophoneWindow } from '../findings/soundLevels.ts';
import type { Picture } from '../findings/pictures.ts';
import type { Capture, CaptureResult } from '../../media/mediaPorts.ts';
import type { Clock, HttpPorts, KeyValueStorage } from '../../platform/ports.ts';

/** Candidates that were found, and the STUN and TURN error codes of servers that gave none. */
export interface Gathered {
  readonly candidates: readonly Candidate[];
  readonly errorCodes: readonly number[];
}

export interface GatherOptions {
  readonly iceServers: readonly IceServer[];
  readonly onlyRelayed: boolean;
  readonly timeoutMs: number;
  /** Ends the gathering early. */
  readonly isEnough: (candidates: readonly Candidate[]) => boolean;
}

/** Peer connections inside the page. */
export interface PeerPort {
  /** Gathers candidates, and closes the connection. Rejects if the browser has no WebRTC. */
  readonly gather: (options: GatherOptions, signal: AbortSignal) => Promise<Gathered>;
  /**
   * Connects the page with itself and measures. `iceServers`: relays that both ends must use; undefined connects directly.
   * Undefined if the two ends do not connect.
   */
  readonly measureLoop: (
    options: { readonly iceServers?: readonly IceServer[]; readonly durationMs: number },
    signal: AbortSignal,
    onPart: (part: number) => void,
  ) => Promise<LoopSamples | undefined>;
}

/** Microphones, speakers and cameras, as far as they are measured. */
export interface InputPort extends Pick<Capture, 'permission' | 'listDevices'> {
  /** Opens the input that calls use, or the named one. The caller must stop the track. */
  readonly open: (kind: 'audio' | 'video', mediaDeviceId?: string) => Promise<CaptureResult>;
  /** Measures sound until the returned function is called. Nothing is passed where the browser does not run audio. */
  readonly listen: (track: MediaStreamTrack, onWindow: (window: MicrophoneWindow) => void) => () => void;
  /** Looks at each picture until the returned function is called. */
  readonly look: (track: MediaStreamTrack, onPicture: (picture: Picture) => void) => () => void;
  /**
   * Plays a tone over the speaker that calls use, and listens for it. `unheard`: it played, but no microphone heard it.
   * `blocked`: the browser does not play. `missing`: there is no speaker.
   */
  readonly playTone: (signal: AbortSignal) => Promise<'heard' | 'unheard' | 'blocked' | 'missing'>;
}

/** Facts about the browser. */
export interface BrowserPort {
  readonly canCall: () => boolean;
  readonly isHidden: () => boolean;
  readonly notifications: () => NotificationPermission | 'unsupported';
  /** Whether a connection as calls need it opens, without signing in. */
  readonly opensWebSocket: (timeoutMs: number, signal: AbortSignal) => Promise<boolean>;
}

/** What the checks need of their machine. `createBrowserCheckupPorts` provides a browser's. */
export interface CheckupPorts extends HttpPorts {
  readonly clock: Clock;
  /** Fractions of a millisecond on a monotonic clock. */
  readonly preciseNow: () => number;
  readonly storage: KeyValueStorage;
  readonly peers: PeerPort;
  readonly inputs: InputPort;
  readonly browser: BrowserPort;
}
