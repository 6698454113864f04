import type { IceServer, LinkCause } from '@ringback/protocol';
import type SimplePeer from 'simple-peer/simplepeer.min.js';
import * as v from 'valibot';
import type { StatsSample } from '../machine/link.ts';
import { readPeerMessage, Signal, writePeerMessage, type PeerMessage } from '../machine/peerProtocol.ts';
import type { StatsReport } from './counters/stats.ts';
import { startHeartbeat } from './counters/heartbeat.ts';
import type { IceConfig } from './iceConfig.ts';
import { withoutStrayFeedback, withStartBitrate } from './sections/codecs.ts';
import {
  directionOf,
  incomingTracks,
  sections,
  type IncomingTracks,
  type Tracks,
} from './sections/sections.ts';
import { startOutgoingTracks } from './sections/outgoingTracks.ts';
import { causeOfError, type SimplePeerClass } from './simplePeer.ts';
import { createConnectionPoll } from './counters/connectionPoll.ts';

/** One peer connection with its data channel. It reports nothing after `close` or `onGone`. */
export interface PeerConnection {
  readonly receive: (signal: Signal) => void;
  /** Sets what is sent from now on; before the first call nothing is sent, not even heartbeats. */
  readonly sendTracks: (tracks: Tracks) => void;
  /** Returns whether the message was sent; false while the data channel is not open. */
  readonly sendMessage: (message: PeerMessage) => boolean;
  readonly poll: () => Promise<ConnectionPoll>;
  /** What comes in, as new streams. */
  readonly incoming: () => IncomingStreams;
  /** Gathers candidates again. Only the initiator can. */
  readonly restartIce: () => void;
  /** Sends small pictures of the camera while the network is weak. */
  readonly shrinkPictures: (isWeak: boolean) => void;
  readonly close: () => void;
}

/** What comes in over a link. */
export interface IncomingStreams {
  /** Camera and microphone. */
  readonly stream: MediaStream;
  /** A shared screen and its sound; null where the other page can't share. */
  readonly screen: MediaStream | null;
}

/** The counters, and when they were counted, in ms of `performance.now()`. */
export interface ConnectionPoll {
  readonly at: number;
  readonly stats: Omit<StatsSample, 'linkId'>;
  /** The browser's whole report, for what is looked at less often; absent where it told none. */
  readonly report?: StatsReport;
}

export interface PeerConnectionOptions {
  readonly initiates: boolean;
  readonly ice: IceConfig;
  /** Null while nothing is sent. */
  readonly tracks: Tracks | null;
  readonly onSignal: (signal: Signal) => void;
  readonly onConnected: () => void;
  readonly onMessage: (message: PeerMessage) => void;
  /** ICE failed; the peer connection stays. */
  readonly onIceFailed: () => void;
  readonly onGone: (cause: LinkCause) => void;
}

/** Makes a peer connection; undefined where the browser refuses to. */
export function createPeerConnection(
  Library: SimplePeerClass,
  options: PeerConnectionOptions,
): PeerConnection | undefined {
  const { iceServers, policy } = options.ice;
  const peer = new Library({
    initiator: options.initiates,
    config: {
      iceServers: iceServers.map(asRtcIceServer),
      iceTransportPolicy: policy,
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
    },
    sdpTransform: (sdp) => withStartBitrate(withoutStrayFeedback(sdp)),
    objectMode: true,
  });
  const connection = peer._pc;
  if (connection === null) return undefined;
  // It would wait for ever where statistics fail, only to learn addresses that are not used here.
  peer.getStats = (done) => queueMicrotask(() => done(null, [{ type: 'candidate-pair', selected: true }]));
  if (options.initiates) addSections(peer);
  return connect(peer, connection, options);
}

/** In the tick that makes the peer, so that all of them are in its offer. */
function addSections(peer: SimplePeer): void {
  for (const section of sections) {
    const direction = directionOf(section, true);
    const streams = direction === 'recvonly' ? [] : [new MediaStream()];
    peer.addTransceiver(section.kind, { direction, streams });
  }
}

function connect(
  peer: SimplePeer,
  connection: RTCPeerConnection,
  options: PeerConnectionOptions,
): PeerConnection {
  const { initiates } = options;
  const outgoing = startOutgoingTracks(connection, initiates, options.tracks);
  const heartbeat = startHeartbeat(connection, outgoing.lacksAudio);
  const end = listen(peer, options, () => {
    heartbeat.stop();
    outgoing.stop();
  });
  const count = createConnectionPoll(connection);
  keepOnIceFailure(connection, options.onIceFailed);
  // An offer brings transceivers: no `track` event tells of those that only send.
  connection.addEventListener('signalingstatechange', outgoing.update);
  connection.addEventListener('track', outgoing.update);
  outgoing.update();
  return {
    receive: (signal) => receive(peer, signal, options, end),
    sendTracks: outgoing.send,
    shrinkPictures: outgoing.shrinkPictures,
    sendMessage: (message) => sendMessage(peer, message),
    poll: async () => {
      const { stats, ...counted } = await count();
      const isDisconnected = ['disconnected', 'failed'].includes(connection.connectionState);
      return { ...counted, stats: { ...stats, heartbeats: heartbeat.received(), isDisconnected } };
    },
    incoming: () => incomingStreams(incomingTracks(connection.getTransceivers(), initiates)),
    restartIce: () => {
      if (peer.destroyed) return;
      connection.restartIce();
      peer.negotiate();
    },
    close: () => {
      end();
      // destroy() closes too, but later, after it has ended its streams.
      connection.close();
      peer.destroy();
    },
  };
}

function incomingStreams({ person, screen }: IncomingTracks<MediaStreamTrack>): IncomingStreams {
  return {
    stream: new MediaStream([...person]),
    screen: screen.length === 0 ? null : new MediaStream([...screen]),
  };
}

/** simple-peer destroys itself as soon as ICE fails, where a restart might have saved the link. */
function keepOnIceFailure(connection: RTCPeerConnection, onIceFailed: () => void): void {
  const passOn = connection.oniceconnectionstatechange;
  connection.oniceconnectionstatechange = (event) => {
    if (connection.iceConnectionState !== 'failed') passOn?.call(connection, event);
  };
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === 'failed') onIceFailed();
  };
}

/** Passes on the peer's events until it is gone. Returns a function that stops it. */
function listen(peer: SimplePeer, options: PeerConnectionOptions, onEnd: () => void): () => void {
  let isOver = false;
  const end = (): void => {
    isOver = true;
    onEnd();
  };
  const gone = (code: string | undefined): void => {
    if (isOver) return;
    end();
    options.onGone(causeOfError(code));
  };
  peer.on('signal', (raw) => {
    // simple-peer's renegotiation requests fail the schema: there is never anything to renegotiate.
    const signal = v.safeParse(Signal, raw);
    if (!isOver && signal.success) options.onSignal(signal.output);
  });
  peer.on('connect', () => {
    if (!isOver) options.onConnected();
  });
  peer.on('data', (text) => {
    const message = typeof text === 'string' ? readPeerMessage(text) : undefined;
    if (!isOver && message !== undefined) options.onMessage(message);
  });
  peer.on('error', ({ code }) => gone(code ?? 'ERR_UNKNOWN'));
  peer.on('close', () => gone(undefined));
  return end;
}

/** Only the initiator offers; a description of the wrong kind would destroy the peer. */
function receive(
  peer: SimplePeer,
  signal: Signal,
  { initiates, onGone }: PeerConnectionOptions,
  end: () => void,
): void {
  if (peer.destroyed) return;
  if (signal.type === (initiates ? 'offer' : 'answer')) return;
  try {
    peer.signal(signal);
  } catch {
    end();
    peer.destroy();
    onGone('setupFailed');
  }
}

function sendMessage(peer: SimplePeer, message: PeerMessage): boolean {
  if (!peer.connected) return false;
  try {
    peer.send(writePeerMessage(message));
    return true;
  } catch {
    // The channel closed meanwhile; `MediaSession.sendMessage` says that a message may be lost.
    return false;
  }
}

function asRtcIceServer({ urls, username, credential }: IceServer): RTCIceServer {
  return {
    urls: [...urls],
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}
