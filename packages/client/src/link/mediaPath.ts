import type { Data, DeviceId, LinkCause, LinkId, PeerMessage, Result, Role, Route } from '@ringback/protocol';

/**
 * The media path of one call between this device and one other, over as many links as it takes.
 * The call outlives every link: a path mends itself until it is closed.
 */
export interface MediaPath {
  /** Takes what the other device sent through the server. Malformed boxes and signals of older links are dropped. */
  readonly receive: (linkId: LinkId, box: string) => void;
  /** What is sent from now on; null sends nothing of a kind. Takes effect on every link without negotiation. */
  readonly send: (tracks: Tracks) => void;
  /** Tells the other device something past the server; lost if no link is up, but `sending` is said again on each new one. */
  readonly tell: (message: PeerMessage) => void;
  /** The link that carries media to this device right now, if one does. */
  readonly carrying: () => { readonly linkId: LinkId; readonly route: Route } | undefined;
  /** The server can be reached again: whatever waited for signalling goes on. */
  readonly signalingIsBack: () => void;
  /** Closes every link at once. Nothing is reported afterwards. */
  readonly close: () => void;
}

export interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

/** What a path reports, in the order it happens. */
export type PathEvent =
  /** The first packet of media came in over this link, or its route changed. */
  | { readonly type: 'up'; readonly linkId: LinkId; readonly route: Route }
  /** Nothing has come in for a second; the path is mending itself. Ends with the next `up`. */
  | { readonly type: 'down'; readonly linkId: LinkId; readonly cause: LinkCause }
  /** What comes in, as one stream; a new object when its tracks are those of another link. */
  | { readonly type: 'media'; readonly stream: MediaStream }
  | { readonly type: 'message'; readonly message: PeerMessage };

export interface PathOptions {
  /** The caller's device initiates every link; the callee's asks for one. */
  readonly role: Role;
  readonly peerDeviceId: DeviceId;
  /** Fresh, short-lived servers for each new link. */
  readonly fetchIceServers: () => Promise<Result<Data<'ice:servers'>>>;
  /** Sends a box to the other device through the server. */
  readonly sendBox: (linkId: LinkId, box: string) => Promise<Result<unknown>>;
  readonly onEvent: (event: PathEvent) => void;
}

/** Opens a path; the port behind which all of WebRTC stands. */
export type OpenMediaPath = (options: PathOptions) => MediaPath;
