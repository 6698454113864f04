import type { Route } from '@ringback/protocol';
import type { Sample } from '../machine/link.ts';
import { routeOf, type CandidateStats } from './route.ts';

/** What is read of one report; which fields there are depends on its type. */
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

/** A look into a peer connection's counters. */
export type LinkStats = Omit<Sample, 'linkId' | 'pulses' | 'isLost'>;

/** Older than this is no report that was late, but a clock that is none of the page's. */
const mostLateMs = 2_000;

/**
 * For which moment a report speaks, in ms of `performance.now()`: when its packets were counted. On a busy machine it
 * may be a while until the page gets to see it, and what came in meanwhile must not look like silence.
 */
export function countedAt(report: ReadonlyMap<string, Stats>, askedAt: number, timeOrigin: number): number {
  const times = [...report.values()].flatMap(({ type, timestamp }) =>
    type === 'inbound-rtp' && timestamp !== undefined ? [timestamp - timeOrigin] : [],
  );
  const at = Math.min(askedAt, ...times);
  return askedAt - at > mostLateMs ? askedAt : at;
}

/** Reads what matters of a browser’s report on one peer connection. */
export function readStats(report: ReadonlyMap<string, Stats>): LinkStats {
  const all = [...report.values()];
  const ofType = (type: string): Stats[] => all.filter((each) => each.type === type);
  const inbound = ofType('inbound-rtp');
  const local = ofType('local-candidate');
  const remote = ofType('remote-candidate');
  return {
    media: packetsOf(inbound),
    audio: packetsOf(inbound.filter(({ kind }) => kind === 'audio')),
    lost: inbound.reduce((sum, { packetsLost = 0 }) => sum + packetsLost, 0),
    frames: inbound.reduce((sum, { framesDecoded = 0 }) => sum + framesDecoded, 0),
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

function selectedRoute(report: ReadonlyMap<string, Stats>, all: readonly Stats[]): Route | null {
  const pair = selectedPair(report, all);
  const local = report.get(pair?.localCandidateId ?? '');
  const remote = report.get(pair?.remoteCandidateId ?? '');
  return local === undefined || remote === undefined ? null : routeOf(local, remote);
}

/** Firefox names no pair on its transport; it marks the pair instead. */
function selectedPair(report: ReadonlyMap<string, Stats>, all: readonly Stats[]): Stats | undefined {
  const named = all.find(
    ({ type, selectedCandidatePairId }) => type === 'transport' && selectedCandidatePairId,
  );
  if (named !== undefined) return report.get(named.selectedCandidatePairId ?? '');
  return all.find(({ type, selected }) => type === 'candidate-pair' && selected === true);
}
