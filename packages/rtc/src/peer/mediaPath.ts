import type { DeviceId, LinkCause, LinkId, Result, Role, Route, WireCall } from '@ringback/protocol';
import type { Gap } from '../machine/path.ts';
import type { MediaSessionStage } from '../machine/plan.ts';
import type { PeerMessage } from '../machine/peerMessage.ts';
import type { IceServerSource } from './iceServers.ts';

/**
 * The media path of one call between this device and one other, over as many links as it takes.
 * The call outlives every link: a path mends itself until it is closed. One that is opened while the call still rings
 * connects, and sends nothing and reports nothing before `answered`, but for what `sendTracks` puts on it.
 */
export interface MediaSession {
  /** Takes what the other device sent through the server. Malformed boxes and signals of older links are dropped. */
  readonly receive: (linkId: LinkId, box: string) => void;
  /** The call is answered, by the two devices of this path. */
  readonly answered: () => void;
  /** What is sent from now on; null sends nothing of a kind. Takes effect on every link without negotiation. */
  readonly sendTracks: (tracks: Tracks) => void;
  /** Tells the other device something past the server; lost if no link is up, but `sending` is said again on each new one. */
  readonly sendMessage: (message: PeerMessage) => void;
  /** The link that carries media to this device right now, if one does. */
  readonly activeLink: () => { readonly linkId: LinkId; readonly route: Route } | undefined;
  /** The server can be reached again: whatever waited for signalling goes on. */
  readonly signalingRestored: () => void;
  /** Closes every link at once. Nothing is reported afterwards. */
  readonly close: () => void;
}

/** What a device sends; null: nothing of that kind. */
export interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

/** What a path reports, in the order it happens. */
export type MediaSessionEvent =
  /** The first packet of media came in over this link, after a gap perhaps, or its route changed. */
  | { readonly type: 'up'; readonly linkId: LinkId; readonly route: Route; readonly gap?: Gap }
  /** Nothing has come in for a second; the path is mending itself. Ends with the next `up`. */
  | { readonly type: 'down'; readonly linkId: LinkId; readonly cause: LinkCause }
  /** What comes in, as one stream; a new object when its tracks are those of another link. */
  | { readonly type: 'media'; readonly stream: MediaStream }
  | { readonly type: 'message'; readonly message: PeerMessage };

/** Between whom a path is, what it may show of this device, and who hears of it. */
export interface MediaSessionOptions {
  /** The caller's device initiates every link; the callee's asks for one. */
  readonly role: Role;
  readonly peerDeviceId: DeviceId;
  readonly stage: MediaSessionStage;
  /** Whether this device's address may be known to the other before the answer. */
  readonly warm: WireCall['warm'];
  /** Whether it may never be known. */
  readonly alwaysRelay: boolean;
  readonly servers: IceServerSource;
  readonly networkHistory: NetworkHistory;
  /** Sends a box to the other device through the server. */
  readonly sendEnvelope: (linkId: LinkId, box: string) => Promise<Result<unknown>>;
  readonly onEvent: (event: MediaSessionEvent) => void;
}

/** Opens a path; the port behind which all of WebRTC stands. */
export type OpenMediaSession = (options: MediaSessionOptions) => MediaSession;

/** How direct paths did on the networks that this browser was on. */
export interface NetworkHistory {
  /** Whether direct paths failed there twice in a row, so that a relay is the faster start. */
  readonly isRelayFirst: (network: string) => boolean;
  readonly record: (network: string, worked: boolean) => void;
}
