import type { Route } from '@ringback/protocol';
import { routeOf, type CandidateStats } from './route.ts';

/** What is read of one report; which fields there are depends on its type. */
export interface Stats extends CandidateStats {
  readonly id: string;
  readonly type: string;
  readonly packetsReceived?: number;
  readonly selectedCandidatePairId?: string;
  readonly selected?: boolean;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
}

/** A look into a peer connection's counters. */
export interface LinkStats {
  /** RTP packets received, audio and video. */
  readonly media: number;
  /** Null until a pair of candidates is selected. */
  readonly route: Route | null;
  readonly localCandidates: number;
  readonly remoteCandidates: number;
}

export function readStats(report: ReadonlyMap<string, Stats>): LinkStats {
  const all = [...report.values()];
  const ofType = (type: string): Stats[] => all.filter((each) => each.type === type);
  return {
    media: ofType('inbound-rtp').reduce((sum, { packetsReceived = 0 }) => sum + packetsReceived, 0),
    route: selectedRoute(report, all),
    localCandidates: ofType('local-candidate').length,
    remoteCandidates: ofType('remote-candidate').length,
  };
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
