import type { LinkCause, LinkId, Route } from '@ringback/protocol';
import type { LinkPlan, StatsSample } from '../machine/link.ts';
import type { PeerMessage, Signal } from '../machine/peerProtocol.ts';
import { maxPendingSignals } from '../machine/policy.ts';
import type { StatsReport } from './counters/stats.ts';
import { createTimelyPolls } from './counters/timelyPoll.ts';
import { iceConfigFor } from './iceConfig.ts';
import type { IceServerSource } from './iceServers.ts';
import type { Tracks } from './sections/sections.ts';
import { createPeerConnection, type IncomingStreams, type PeerConnection } from './peerConnection.ts';
import { createSignalBatcher } from './signaling.ts';
import { loadSimplePeer } from './simplePeer.ts';

/** A link's counters, and when they were counted, in ms of `performance.now()`. */
export interface LinkPoll {
  readonly at: number;
  readonly sample: StatsSample;
  /** The browser's whole report; absent where it told none. */
  readonly report?: StatsReport;
}

/** One link, from fetching its ICE servers to its peer connection. It reports nothing after `close`. */
export interface PeerLink {
  readonly receive: (signals: readonly Signal[]) => void;
  readonly sendTracks: (tracks: Tracks) => void;
  /** Returns whether the message was sent. */
  readonly sendMessage: (message: PeerMessage) => boolean;
  /** Resolves to undefined where there is no peer connection, or the browser does not tell its counters in time. */
  readonly poll: () => Promise<LinkPoll | undefined>;
  readonly incoming: () => IncomingStreams | undefined;
  readonly restartIce: () => void;
  /** Sends small pictures of the camera while the network is weak. */
  readonly shrinkPictures: (isWeak: boolean) => void;
  readonly close: () => void;
}

export interface PeerLinkOptions {
  readonly linkId: LinkId;
  readonly initiates: boolean;
  readonly plan: LinkPlan;
  readonly servers: IceServerSource;
  /** How this device's packets travel over the active link. */
  readonly currentTransport: () => Route['transport'] | undefined;
  /** Null while nothing is sent over it. */
  readonly tracks: Tracks | null;
  readonly sendSignals: (signals: Signal[]) => void;
  readonly onConnected: () => void;
  readonly onMessage: (message: PeerMessage) => void;
  readonly onIceFailed: () => void;
  readonly onGone: (cause: LinkCause) => void;
  /** Called before the server is asked; the returned function is called if it is unreachable. */
  readonly watchServer: () => () => void;
}

/**
 * ```
 *   preparing ──ICE servers and simple-peer are there──> open ──close──> closed
 *       └──────────────────────close───────────────────────────────────────^
 * ```
 */
type State =
  | { readonly kind: 'preparing'; readonly waiting: readonly Signal[] }
  | { readonly kind: 'open'; readonly connection: PeerConnection }
  | { readonly kind: 'closed' };

/** Starts a link. */
export function startPeerLink(options: PeerLinkOptions): PeerLink {
  let state: State = { kind: 'preparing', waiting: [] };
  let { tracks } = options;
  const batcher = createSignalBatcher(options.sendSignals);
  const polls = createTimelyPolls(async () =>
    state.kind === 'open' ? await state.connection.poll() : undefined,
  );

  const prepare = async (): Promise<void> => {
    const onOffline = options.watchServer();
    const library = loadSimplePeer();
    const [Library, servers] = await Promise.all([library, options.servers.next()]);
    if (state.kind !== 'preparing') return;
    if (servers === undefined) return onOffline();
    const ice = iceConfigFor(options.plan.candidates, servers, options.currentTransport());
    if (ice === undefined) return options.onGone('noCandidates');
    const connection = createPeerConnection(Library, { ...options, ice, tracks, onSignal: batcher.add });
    if (connection === undefined) return options.onGone('setupFailed');
    const { waiting } = state;
    state = { kind: 'open', connection };
    for (const signal of waiting) connection.receive(signal);
  };
  prepare().catch(() => {
    if (state.kind === 'preparing') options.onGone('setupFailed');
  });

  return {
    receive: (signals) => {
      if (state.kind === 'open') for (const signal of signals) state.connection.receive(signal);
      if (state.kind === 'preparing')
        state = { ...state, waiting: [...state.waiting, ...signals].slice(0, maxPendingSignals) };
    },
    sendTracks: (next) => {
      tracks = next;
      if (state.kind === 'open') state.connection.sendTracks(tracks);
    },
    sendMessage: (message) => state.kind === 'open' && state.connection.sendMessage(message),
    poll: async () => {
      const polled = await polls.poll();
      if (polled === undefined) return undefined;
      const { stats, ...counted } = polled;
      return { ...counted, sample: { linkId: options.linkId, ...stats } };
    },
    incoming: () => (state.kind === 'open' ? state.connection.incoming() : undefined),
    restartIce: () => {
      if (state.kind === 'open') state.connection.restartIce();
    },
    shrinkPictures: (isWeak) => {
      if (state.kind === 'open') state.connection.shrinkPictures(isWeak);
    },
    close: () => {
      const before = state;
      state = { kind: 'closed' };
      batcher.stop();
      polls.stop();
      if (before.kind === 'open') before.connection.close();
    },
  };
}
