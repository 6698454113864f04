import type { DeviceId, LinkCause, LinkId, Result, Role, Route, WireCall } from '@ringback/protocol';
import type { MediaSessionStage } from '../machine/link.ts';
import type { PeerMessage } from '../machine/peerProtocol.ts';
import type { ShownQuality } from '../machine/quality/steady.ts';
import type { Gap } from '../machine/sessionState.ts';
import type { MediaTraceEntry } from '../machine/trace.ts';
import type { IceServerSource } from './iceServers.ts';
import type { QualityLook } from './quality/qualityWatch.ts';
import type { MeasureServer } from './quality/serverLeg.ts';
import type { Tracks } from './sections/sections.ts';

/**
 * The media of one call between this device and one other, over as many links as it takes. It outlives every link and
 * recovers by itself until it is closed. A session that is opened while the call still rings connects its links, but
 * reports nothing before `answered` and sends only what `sendTracks` sets.
 */
export interface MediaSession {
  /** Takes what the other device sent through the server. Malformed envelopes and signals of older links are dropped. */
  readonly receive: (linkId: LinkId, envelope: string) => void;
  /** The call is answered, by the two devices of this session. */
  readonly answered: () => void;
  /** Sets what is sent from now on, on every link and without negotiation; null sends nothing of a kind. */
  readonly sendTracks: (tracks: Tracks) => void;
  /** Sends a message past the server. It is lost if no link is up, but `sending` is repeated on each new link. */
  readonly sendMessage: (message: PeerMessage) => void;
  /** The link that carries media to this device right now. */
  readonly activeLink: () => { readonly linkId: LinkId; readonly route: Route } | undefined;
  /** The server can be reached again, so that everything that waited for signaling continues. */
  readonly signalingRestored: () => void;
  /** Closes every link at once. Nothing is reported afterwards. */
  readonly close: () => void;
}

/** What a session reports, in the order in which it happens. */
export type MediaSessionEvent =
  /** The first packet of media came in over this link, possibly after a gap, or its route changed. */
  | { readonly type: 'up'; readonly linkId: LinkId; readonly route: Route; readonly gap?: Gap }
  /** Nothing has come in for a second; the session is recovering. Ends with the next `up`. */
  | { readonly type: 'down'; readonly linkId: LinkId; readonly cause: LinkCause }
  /**
   * What comes in: `stream` from camera and microphone, `screen` from what is shared, null where the other page can't
   * share. New objects when their tracks are those of another link.
   */
  | { readonly type: 'media'; readonly stream: MediaStream; readonly screen: MediaStream | null }
  | { readonly type: 'message'; readonly message: PeerMessage }
  /** What is to be shown of the call's quality has changed: a few times in a bad call. */
  | { readonly type: 'quality'; readonly shown: ShownQuality };

export interface MediaSessionOptions {
  /** The caller's device initiates every link; the callee's requests one. */
  readonly role: Role;
  readonly peerDeviceId: DeviceId;
  readonly stage: MediaSessionStage;
  /** Whether the other device may learn this device's address before the answer. */
  readonly warm: WireCall['warm'];
  /** Whether it must never learn it. */
  readonly alwaysRelay: boolean;
  readonly servers: IceServerSource;
  readonly networkHistory: NetworkHistory;
  /** Sends an envelope to the other device through the server. */
  readonly sendEnvelope: (linkId: LinkId, envelope: string) => Promise<Result<unknown>>;
  readonly onEvent: (event: MediaSessionEvent) => void;
  /** How long the server takes to answer this device, to tell whose network is weak. Absent where nobody asks. */
  readonly measureServer?: MeasureServer;
  /** Gets each look at the call's quality, about once a second. */
  readonly onQuality?: (look: QualityLook) => void;
  /** Gets an entry for each event that the session handles; for a bounded buffer. */
  readonly trace?: (entry: MediaTraceEntry) => void;
}

/** Opens a session; the port that hides all of WebRTC. */
export type OpenMediaSession = (options: MediaSessionOptions) => MediaSession;

/** How direct links did on the networks that this browser was on. */
export interface NetworkHistory {
  /** Whether direct links failed there twice in a row, so that a relay is the faster start. */
  readonly isRelayFirst: (network: string) => boolean;
  readonly record: (network: string, worked: boolean) => void;
}
