import { statsTimeoutMs } from '../../machine/policy.ts';
import { createReceiverCounters } from './receiverCounters.ts';
import { countedAt, getStatsReport, readStats, type ConnectionStats, type StatsReport } from './stats.ts';

/** The counters, and when they were counted, in ms of `performance.now()`. */
export interface CountedStats {
  readonly at: number;
  readonly stats: ConnectionStats;
  /** What the browser told; absent where its receivers were asked instead. */
  readonly report?: StatsReport;
}

/**
 * Reads the counters of a connection. Where the browser's statistics fail or do not come in time, what its receivers tell
 * has to do, so that a call is never deaf to what comes in. Never rejects.
 */
export function createConnectionPoll(connection: RTCPeerConnection): () => Promise<CountedStats> {
  const receivers = createReceiverCounters(connection);
  /** The request that the browser has not answered in time: it is not asked again until it does. */
  let overdue: Promise<unknown> | undefined;

  const report = async (): Promise<StatsReport | undefined> => {
    if (overdue !== undefined) return undefined;
    const asked = getStatsReport(connection).catch(() => undefined);
    const answer = await Promise.race([asked, late()]);
    if (answer !== 'late') return answer;
    overdue = asked.finally(() => (overdue = undefined));
    return undefined;
  };

  return async () => {
    const requestedAt = performance.now();
    const answer = await report();
    if (answer === undefined) return { at: performance.now(), stats: receivers.count() };
    const at = countedAt(answer, requestedAt, performance.timeOrigin);
    return { at, stats: receivers.known(readStats(answer)), report: answer };
  };
}

function late(): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), statsTimeoutMs));
}
