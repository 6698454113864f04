import type { Insight } from '@ringback/protocol';
import type { RequestHandler, Router } from 'express';
import type { Config } from '../config/config.ts';
import type { HostPolicy } from '../platform/origin/hostPolicy.ts';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import { InsightRecorder, type Levels } from './insightRecorder.ts';
import { insightRoutes } from './insightRoutes.ts';
import type { InsightOperations } from './insightSql.ts';
import { Metrics } from './metrics.ts';
import { metricsRoutes } from './metricsRoutes.ts';
import { countHttpErrors } from './requestFigures.ts';

/** The host's figures: what is counted, `/api/insight` and `/metrics`. */
export interface InsightService extends Pick<InsightRecorder, 'record' | 'callsStored' | 'stop'> {
  /** `levels`: what is open at the moment. */
  readonly start: (levels: () => Levels) => Promise<void>;
  /** Sees every HTTP request. */
  readonly watch: RequestHandler;
  /** The router for `/api/insight`; `guard` lets the host pass. */
  readonly routes: (guard: RequestHandler) => Router;
  readonly metricsRoutes: (hostPolicy: HostPolicy) => Router;
}

export function openInsight(
  { relay, metricsToken, proxies }: Pick<Config, 'relay' | 'metricsToken' | 'proxies'>,
  deps: {
    readonly storage: Storage<InsightOperations>;
    readonly log: Log;
    readonly now: () => number;
  },
): InsightService {
  const relayLimits = relayLimitsOf(relay);
  const metrics = new Metrics(relayLimits?.allocations ?? 0);
  const recorder = new InsightRecorder({ ...deps, metrics });
  return {
    record: recorder.record,
    callsStored: (stored) => recorder.callsStored(stored),
    stop: () => recorder.stop(),
    start: (levels) => {
      metrics.watch(levels);
      return recorder.start(levels);
    },
    watch: countHttpErrors(recorder.record),
    routes: (guard) => insightRoutes({ ...deps, recorder, guard, relayLimits }),
    metricsRoutes: (hostPolicy) =>
      metricsRoutes({ metrics, metricsToken, hostPolicy, proxies, now: deps.now }),
  };
}

function relayLimitsOf(relay: Config['relay']): Insight['relay'] {
  return relay.kind === 'own'
    ? { allocations: relay.limits.allocations, mbps: relay.limits.mbps }
    : undefined;
}
