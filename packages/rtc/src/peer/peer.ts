import { readPeerMessage, writePeerMessage } from '../machine/peerMessage.ts';
import { Signal } from '../machine/box.ts';
import type { IceServer, LinkCause } from '@ringback/protocol';
import type { PeerMessage } from '../machine/peerMessage.ts';
import type { Sample } from '../machine/link.ts';
import type SimplePeer from 'simple-peer/simplepeer.min.js';
import * as v from 'valibot';
import type { IceSetup } from './candidates.ts';
import { causeOfError } from './causes.ts';
import { withStartBitrate } from './codecs.ts';
import { countedAt, readStats } from './linkStats.ts';
import type { Tracks } from './mediaPath.ts';
import { startOutgoing } from './outgoing.ts';
import { startPulse } from './pulse.ts';

/** One peer connection with its data channel. Nothing is reported after `close`, and nothing after `gone`. */
export interface Peer {
  readonly receive: (signal: Signal) => void;
  /** What is sent from now on; before the first time nothing is, not even signs of life. */
  readonly send: (tracks: Tracks) => void;
  /** Whether the message went out; false while the data channel is not open. */
  readonly tell: (message: PeerMessage) => boolean;
  readonly look: () => Promise<{ readonly at: number; readonly stats: Omit<Sample, 'linkId'> }>;
  /** What comes in, as a new stream. */
  readonly stream: () => MediaStream;
  /** Looks for a way to the other device anew. Only the initiator can. */
  readonly restartIce: () => void;
  readonly close: () => void;
}

/** How a peer is made, and who hears of it. */
export interface PeerOptions {
  readonly initiates: boolean;
  readonly ice: IceSetup;
  /** Null while nothing is to be sent. */
  readonly tracks: Tracks | null;
  readonly onSignal: (signal: Signal) => void;
  readonly onConnected: () => void;
  readonly onMessage: (message: PeerMessage) => void;
  /** The browser gave up looking for a way to the other device; the peer stays. */
  readonly onIceFailed: () => void;
  readonly onGone: (cause: LinkCause) => void;
}

type SimplePeerClass = typeof SimplePeer;

/** Makes a peer; undefined where the browser refuses to. */
export function createPeer(Library: SimplePeerClass, options: PeerOptions): Peer | undefined {
  const { iceServers, policy } = options.ice;
  const peer = new Library({
    initiator: options.initiates,
    config: {
      iceServers: iceServers.map(asRtcIceServer),
      iceTransportPolicy: policy,
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
    },
    sdpTransform: withStartBitrate,
    objectMode: true,
  });
  const connection = peer._pc;
  if (connection === null) return undefined;
  if (options.initiates) addTransceivers(peer);
  return wire(peer, connection, options);
}

/** Both kinds are there from the start, in the tick that makes the peer: what is sent later needs no negotiation. */
function addTransceivers(peer: SimplePeer): void {
  peer.addTransceiver('audio', { direction: 'sendrecv', streams: [new MediaStream()] });
  peer.addTransceiver('video', { direction: 'sendrecv', streams: [new MediaStream()] });
}

function wire(peer: SimplePeer, connection: RTCPeerConnection, options: PeerOptions): Peer {
  const outgoing = startOutgoing(connection, options.tracks);
  const pulse = startPulse(connection, outgoing.lacksSound);
  const end = listen(peer, options, () => {
    pulse.stop();
    outgoing.stop();
  });
  surviveFailure(connection, options.onIceFailed);
  connection.addEventListener('track', ({ transceiver }) => {
    // Answering with `recvonly`, the default, would need a negotiation as soon as there is something to send.
    transceiver.direction = 'sendrecv';
    outgoing.add(transceiver);
  });
  for (const transceiver of connection.getTransceivers()) outgoing.add(transceiver);
  return {
    receive: (signal) => receive(peer, signal, options, end),
    send: outgoing.send,
    tell: (message) => tell(peer, message),
    look: async () => {
      const askedAt = performance.now();
      const report = await statsOf(connection);
      const at = countedAt(report, askedAt, performance.timeOrigin);
      return { at, stats: { ...readStats(report), pulses: pulse.received(), isLost: isLost(connection) } };
    },
    stream: () => new MediaStream(connection.getReceivers().map(({ track }) => track)),
    restartIce: () => {
      if (peer.destroyed) return;
      connection.restartIce();
      peer.negotiate();
    },
    close: () => {
      end();
      // destroy() closes too, but later, and only once it has told its streams.
      connection.close();
      peer.destroy();
    },
  };
}

/** simple-peer ends itself as soon as ICE fails, where a restart might have saved the link. */
function surviveFailure(connection: RTCPeerConnection, onIceFailed: () => void): void {
  const passOn = connection.oniceconnectionstatechange;
  connection.oniceconnectionstatechange = (event) => {
    if (connection.iceConnectionState !== 'failed') passOn?.call(connection, event);
  };
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === 'failed') onIceFailed();
  };
}

function isLost({ connectionState }: RTCPeerConnection): boolean {
  return connectionState === 'disconnected' || connectionState === 'failed';
}

/** Passes on what the peer reports until it is gone. Returns what ends the passing on. */
function listen(peer: SimplePeer, options: PeerOptions, stop: () => void): () => void {
  let isOver = false;
  const end = (): void => {
    isOver = true;
    stop();
  };
  const gone = (code: string | undefined): void => {
    if (isOver) return;
    end();
    options.onGone(causeOfError(code));
  };
  peer.on('signal', (raw) => {
    // Requests to negotiate again fall through the schema: there is never anything left to negotiate.
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

/** The initiator alone offers; a description of the wrong kind would end the peer. */
function receive(
  peer: SimplePeer,
  signal: Signal,
  { initiates, onGone }: PeerOptions,
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

function tell(peer: SimplePeer, message: PeerMessage): boolean {
  if (!peer.connected) return false;
  try {
    peer.send(writePeerMessage(message));
    return true;
  } catch {
    // The channel closed since; what it carried is lost, as the port says.
    return false;
  }
}

async function statsOf(connection: RTCPeerConnection): Promise<ReadonlyMap<string, RTCStats>> {
  const report = await connection.getStats();
  const map = new Map<string, RTCStats>();
  report.forEach((stats: RTCStats, id: string) => map.set(id, stats));
  return map;
}

function asRtcIceServer({ urls, username, credential }: IceServer): RTCIceServer {
  return {
    urls: [...urls],
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}
