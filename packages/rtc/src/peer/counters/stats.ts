import type { Route } from '@ringback/protocol';
import type { StatsSample } from '../../machine/link.ts';
import { maxReportAgeMs } from '../../machine/policy.ts';

/** The used fields of a candidate in a stats report. */
export interface CandidateStats {
  readonly candidateType?: string;
  readonly protocol?: string;
  /** How this device reaches its relay; only on its own relay candidates. */
  readonly relayProtocol?: string;
}

/** The used fields of one entry of a stats report; its type decides which ones are present. */
export interface Stats extends CandidateStats {
  readonly id: string;
  readonly type: string;
  /** When it was counted, in ms since 1970 by the page's monotonic clock. */
  readonly timestamp?: number;
  readonly kind?: string;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly framesDecoded?: number;
  readonly selectedCandidatePairId?: string;
  readonly selected?: boolean;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
}

/** A browser's report, as a map of entries by their id. */
export type StatsReport = ReadonlyMap<string, Stats>;

/** A sample without what is counted outside of the browser's report. */
export type ConnectionStats = Omit<StatsSample, 'linkId' | 'heartbeats' | 'isDisconnected'>;

/** Copies a browser's report into a map that can be read more than once. */
export async function getStatsReport(connection: RTCPeerConnection): Promise<StatsReport> {
  const report = await connection.getStats();
  const map = new Map<string, RTCStats>();
  report.forEach((stats: RTCStats, id: string) => map.set(id, stats));
  return map;
}

/**
 * When the packets of a report were counted, in ms of `performance.now()`. A busy machine delays the report, and what
 * came in meanwhile must not look like silence.
 */
export function countedAt(report: StatsReport, requestedAt: number, timeOrigin: number): number {
  const times = [...report.values()].flatMap(({ type, timestamp }) =>
    type === 'inbound-rtp' && timestamp !== undefined ? [timestamp - timeOrigin] : [],
  );
  const at = Math.min(requestedAt, ...times);
  return requestedAt - at > maxReportAgeMs ? requestedAt : at;
}

/** Reads the counters and the route from a browser's report on one peer connection. */
export function readStats(report: StatsReport): ConnectionStats {
  const all = [...report.values()];
  const ofType = (type: string): Stats[] => all.filter((each) => each.type === type);
  const inbound = ofType('inbound-rtp');
  const local = ofType('local-candidate');
  const remote = ofType('remote-candidate');
  return {
    packets: packetsOf(inbound),
    audioPackets: packetsOf(inbound.filter(({ kind }) => kind === 'audio')),
    lostPackets: inbound.reduce((sum, { packetsLost = 0 }) => sum + packetsLost, 0),
    decodedFrames: inbound.reduce((sum, { framesDecoded = 0 }) => sum + framesDecoded, 0),
    route: selectedRoute(report, all),
    localCandidates: local.length,
    remoteCandidates: remote.length,
    couldBeDirect: local.some(isOwn) && remote.some(isOwn),
  };
}

function packetsOf(inbound: readonly Stats[]): number {
  return inbound.reduce((sum, { packetsReceived = 0 }) => sum + packetsReceived, 0);
}

function isOwn({ candidateType }: Stats): boolean {
  return candidateType !== 'relay';
}

function selectedRoute(report: StatsReport, all: readonly Stats[]): Route | null {
  const pair = selectedPair(report, all);
  const local = report.get(pair?.localCandidateId ?? '');
  const remote = report.get(pair?.remoteCandidateId ?? '');
  return local === undefined || remote === undefined ? null : routeOf(local, remote);
}

/** Firefox names no pair on its transport; it marks the pair instead. */
export function selectedPair(report: StatsReport, all: readonly Stats[]): Stats | undefined {
  const named = all.find(
    ({ type, selectedCandidatePairId }) => type === 'transport' && selectedCandidatePairId,
  );
  if (named !== undefined) return report.get(named.selectedCandidatePairId ?? '');
  return all.find(({ type, selected }) => type === 'candidate-pair' && selected === true);
}

/**
 * The route of a selected candidate pair. A relay at either end makes it a relayed one. The transport is that of this
 * device's own leg, the one that its network may block or slow down.
 */
export function routeOf(local: CandidateStats, remote: CandidateStats): Route {
  const isRelayed = local.candidateType === 'relay' || remote.candidateType === 'relay';
  const own = local.candidateType === 'relay' ? local.relayProtocol : local.protocol;
  return { path: isRelayed ? 'relay' : 'direct', transport: transportOf(own) };
}

function transportOf(protocol: string | undefined): Route['transport'] {
  return protocol === 'tcp' || protocol === 'tls' ? protocol : 'udp';
}
