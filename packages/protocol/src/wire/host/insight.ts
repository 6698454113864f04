import * as v from 'valibot';
import { Count, Time } from '../base/values.ts';

/**
 * What the host sees of a server: sums and peaks by the hour, without names, ids or addresses. The server keeps them for
 * 30 days and answers `GET /api/insight?from&to` with them.
 */

/**
 * Events, counted by a label. What a call adds counts in the hour in which it ends, interruptions as they come.
 *
 * - `placed`: audio or video; `answered`: nothing.
 * - `ended`: the end reason, and behind a slash the cause if there is one.
 * - `route`: of a call's media, the last one, such as `relay/tcp`.
 * - `interrupted`: why media stopped during a call.
 * - `shortAgain`: a call that ended within 10 s of its first media, as the one before between the same two.
 * - `error`: `socket/` and an error code, or `http/` and a status; `slow`: the request that took over a second.
 * - `push`: how an attempt to deliver one ended.
 * - `relayAllocated`: nothing; `relayRefused`: the error code of TURN; `relayBytes`: both directions.
 */
export const countFigures = [
  'placed',
  'answered',
  'ended',
  'route',
  'interrupted',
  'shortAgain',
  'error',
  'slow',
  'push',
  'relayAllocated',
  'relayRefused',
  'relayBytes',
] as const;
export type CountFigure = (typeof countFigures)[number];

/**
 * Durations, counted by the upper bound of their bucket: from placing a call to its first ring, from the answer to the
 * first media, how long media was gone during a call, and from a socket's request to its answer.
 */
export const durationFigures = ['placeToRing', 'answerToMedia', 'gap', 'request'] as const;
export type DurationFigure = (typeof durationFigures)[number];

/** The most at once, sampled every 10 s. */
export const peakFigures = ['sockets', 'liveCalls', 'relayAllocations'] as const;
export type PeakFigure = (typeof peakFigures)[number];

export type FigureName = CountFigure | DurationFigure | PeakFigure;

/** Upper bounds of the buckets of durations, in ms: narrow where calls feel instant, wide where they wait. */
export const durationBounds = [
  5, 10, 20, 50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 20_000, 45_000,
] as const;

/** The label of what is longer than every bound. */
export const longest = 'more';

/** The bucket of a duration. */
export function durationLabel(ms: number): string {
  const bound = durationBounds.find((each) => ms <= each);
  return bound === undefined ? longest : String(bound);
}

/**
 * The duration that a share of all stays below, in ms, or undefined if there are none. Inside a bucket durations count as
 * evenly spread, as in Prometheus; what is over the last bound counts as the last bound.
 */
export function quantile(share: number, counts: ReadonlyMap<string, number>): number | undefined {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = share * total;
  let below = 0;
  let lower = 0;
  for (const bound of durationBounds) {
    const count = counts.get(String(bound)) ?? 0;
    if (count > 0 && below + count >= rank) return lower + ((bound - lower) * (rank - below)) / count;
    below += count;
    lower = bound;
  }
  return lower;
}

/** The longest time that one answer covers, and that is kept. */
export const insightDays = 30;

/** One figure in one step of time. A tab of an earlier version leaves out figures that it does not know. */
export const InsightRow = v.object({
  /** The beginning of the step. */
  at: Time,
  figure: v.string(),
  label: v.string(),
  value: Count,
});
export type InsightRow = v.InferOutput<typeof InsightRow>;

export const Insight = v.object({
  from: Time,
  to: Time,
  stepMs: Count,
  rows: v.array(InsightRow),
  /** What the relay of this server may hold; absent without one. */
  relay: v.exactOptional(v.object({ allocations: Count, mbps: Count })),
});
export type Insight = v.InferOutput<typeof Insight>;
