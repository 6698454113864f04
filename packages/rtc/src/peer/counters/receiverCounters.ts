import type { Route } from '@ringback/protocol';
import { firstPacketTimeoutMs } from '../../machine/policy.ts';
import { routeOf, type CandidateStats, type ConnectionStats } from './stats.ts';

/** Counters for the times when a browser's statistics fail. */
export interface ReceiverCounters {
  /** Takes over what statistics said, and returns it. */
  readonly known: (stats: ConnectionStats) => ConnectionStats;
  /** What the receivers tell: each time that something came in counts as one packet more. */
  readonly count: () => ConnectionStats;
}

/** The used part of a peer connection. */
export interface ReceivingConnection {
  readonly connectionState: RTCPeerConnectionState;
  readonly getReceivers: () => readonly Receiver[];
}

interface Receiver {
  readonly track: { readonly kind: string };
  readonly transport: { readonly iceTransport: IceTransport } | null;
  readonly getSynchronizationSources: () => readonly { readonly timestamp: number }[];
}

/** Not every browser tells the pair (Firefox). */
interface IceTransport {
  readonly getSelectedCandidatePair?: () => {
    readonly local?: Candidate;
    readonly remote?: Candidate;
  } | null;
}

interface Candidate {
  readonly type: string | null;
  readonly protocol: string | null;
  /** Chromium. */
  readonly relayProtocol?: string | null;
}

const nothing: ConnectionStats = {
  packets: 0,
  audioPackets: 0,
  lostPackets: 0,
  decodedFrames: 0,
  route: null,
  localCandidates: 0,
  remoteCandidates: 0,
  couldBeDirect: false,
};

export function createReceiverCounters(connection: ReceivingConnection): ReceiverCounters {
  let last = nothing;
  /** For each receiver, when the newest sound or picture that it plays came in, on the browser's clock. */
  const newest = new Map<Receiver, number>();

  /** When the two devices were first seen connected. */
  let connectedAt: number | undefined;

  /**
   * Receivers tell only of what is played, and nothing is played before the link counts as carrying: a link that has just
   * connected gets the benefit of the doubt for some seconds.
   */
  const isNew = (): boolean => {
    if (connection.connectionState !== 'connected') return false;
    connectedAt ??= performance.now();
    return newestOf(newest) === 0 && performance.now() - connectedAt < firstPacketTimeoutMs;
  };

  /** Whether something came in since the last look, by kind. */
  const cameIn = (): { audio: boolean; video: boolean } => {
    const came = { audio: isNew(), video: false };
    for (const receiver of connection.getReceivers()) {
      const times = receiver.getSynchronizationSources().map(({ timestamp }) => timestamp);
      const latest = Math.max(0, ...times);
      if (latest > (newest.get(receiver) ?? 0))
        came[receiver.track.kind === 'audio' ? 'audio' : 'video'] = true;
      newest.set(receiver, latest);
    }
    return came;
  };

  return {
    known: (stats) => (last = stats),
    count: () => {
      try {
        const { audio, video } = cameIn();
        last = {
          ...last,
          packets: last.packets + Number(audio) + Number(video),
          audioPackets: last.audioPackets + Number(audio),
          decodedFrames: last.decodedFrames + Number(video),
          route: routeNow(connection) ?? last.route,
        };
      } catch {
        // A closed connection has no receivers: nothing came in.
      }
      return last;
    },
  };
}

function newestOf(times: ReadonlyMap<unknown, number>): number {
  return Math.max(0, ...times.values());
}

function routeNow(connection: ReceivingConnection): Route | undefined {
  const pairs = connection
    .getReceivers()
    .map(({ transport }) => transport?.iceTransport.getSelectedCandidatePair?.());
  const pair = pairs.find((each) => each !== undefined && each !== null);
  if (pair?.local === undefined || pair.remote === undefined) return undefined;
  return routeOf(statsOf(pair.local), statsOf(pair.remote));
}

function statsOf({ type, protocol, relayProtocol = null }: Candidate): CandidateStats {
  return {
    ...(type !== null && { candidateType: type }),
    ...(protocol !== null && { protocol }),
    ...(relayProtocol !== null && { relayProtocol }),
  };
}
