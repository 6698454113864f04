import type { LinkCause, LinkId, Route } from '@ringback/protocol';
import type { LinkPlan } from '../machine/plan.ts';
import type { PeerMessage } from '../machine/peerMessage.ts';
import type { Sample } from '../machine/link.ts';
import type { Signal } from '../machine/box.ts';
import { setupFor } from './candidates.ts';
import type { IceServerSource } from './iceServers.ts';
import type { Tracks } from './mediaPath.ts';
import { createPeer, type Peer } from './peer.ts';
import { loadPeerLibrary } from './peerLibrary.ts';
import { batchSignals } from './signalBatch.ts';

/** What a link's counters said, and for which moment, in ms of `performance.now()`. */
export interface Look {
  readonly at: number;
  readonly sample: Sample;
}

/** One link as it is carried out: from asking for its servers to its peer. Reports nothing once it was closed. */
export interface LinkAtWork {
  readonly receive: (signals: readonly Signal[]) => void;
  readonly send: (tracks: Tracks) => void;
  /** Whether the message went out. */
  readonly tell: (message: PeerMessage) => boolean;
  /** Undefined while there is no peer. */
  readonly look: () => Promise<Look | undefined>;
  readonly stream: () => MediaStream | undefined;
  readonly restartIce: () => void;
  readonly close: () => void;
}

/** How a link is to be carried out, and who hears of it. */
export interface LinkOptions {
  readonly linkId: LinkId;
  readonly initiates: boolean;
  readonly plan: LinkPlan;
  readonly servers: IceServerSource;
  /** How this device's packets travel over the link that carries now. */
  readonly currentTransport: () => Route['transport'] | undefined;
  /** Null while nothing is to be sent over it. */
  readonly tracks: Tracks | null;
  readonly sendSignals: (signals: Signal[]) => void;
  readonly onConnected: () => void;
  readonly onMessage: (message: PeerMessage) => void;
  readonly onIceFailed: () => void;
  readonly onGone: (cause: LinkCause) => void;
  /** Called before the server is asked; what it returns is called if it is away, so that the link cannot begin. */
  readonly watchServer: () => () => void;
}

/** Far more than an honest offer and its candidates make. */
const mostWaiting = 256;

type State =
  | { readonly kind: 'preparing'; readonly waiting: readonly Signal[] }
  | { readonly kind: 'open'; readonly peer: Peer }
  | { readonly kind: 'closed' };

/** Begins a link. */
export function startLink(options: LinkOptions): LinkAtWork {
  let state: State = { kind: 'preparing', waiting: [] };
  let { tracks } = options;
  const batch = batchSignals(options.sendSignals);

  const prepare = async (): Promise<void> => {
    const serverIsAway = options.watchServer();
    const library = loadPeerLibrary();
    const [Library, servers] = await Promise.all([library, options.servers.next()]);
    if (state.kind !== 'preparing') return;
    if (servers === undefined) return serverIsAway();
    const ice = setupFor(options.plan.candidates, servers, options.currentTransport());
    if (ice === undefined) return options.onGone('noCandidates');
    const peer = createPeer(Library, { ...options, ice, tracks, onSignal: batch.add });
    if (peer === undefined) return options.onGone('setupFailed');
    const { waiting } = state;
    state = { kind: 'open', peer };
    for (const signal of waiting) peer.receive(signal);
  };
  prepare().catch(() => {
    if (state.kind === 'preparing') options.onGone('setupFailed');
  });

  return {
    receive: (signals) => {
      if (state.kind === 'open') for (const signal of signals) state.peer.receive(signal);
      if (state.kind === 'preparing')
        state = { ...state, waiting: [...state.waiting, ...signals].slice(0, mostWaiting) };
    },
    send: (next) => {
      tracks = next;
      if (state.kind === 'open') state.peer.send(tracks);
    },
    tell: (message) => state.kind === 'open' && state.peer.tell(message),
    look: async () => {
      // A connection that was closed meanwhile may refuse to be looked at.
      const seen = state.kind === 'open' ? await state.peer.look().catch(() => undefined) : undefined;
      return seen && { at: seen.at, sample: { linkId: options.linkId, ...seen.stats } };
    },
    stream: () => (state.kind === 'open' ? state.peer.stream() : undefined),
    restartIce: () => {
      if (state.kind === 'open') state.peer.restartIce();
    },
    close: () => {
      const wasOpen = state;
      state = { kind: 'closed' };
      batch.stop();
      if (wasOpen.kind === 'open') wasOpen.peer.close();
    },
  };
}
