import type { Route } from '@ringback/protocol';

/** What is read of a candidate in a stats report. */
export interface CandidateStats {
  readonly candidateType?: string;
  readonly protocol?: string;
  /** How this device reaches its relay; only on its own relay candidates. */
  readonly relayProtocol?: string;
}

/**
 * How packets travel over a selected pair of candidates. A relay at either end makes the path a relayed one; the
 * transport is that of this device's own leg, which is the one that its network may hinder.
 */
export function routeOf(local: CandidateStats, remote: CandidateStats): Route {
  const isRelayed = local.candidateType === 'relay' || remote.candidateType === 'relay';
  const own = local.candidateType === 'relay' ? local.relayProtocol : local.protocol;
  return { path: isRelayed ? 'relay' : 'direct', transport: transportOf(own) };
}

function transportOf(protocol: string | undefined): Route['transport'] {
  return protocol === 'tcp' || protocol === 'tls' ? protocol : 'udp';
}
