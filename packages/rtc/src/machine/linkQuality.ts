import type { Route } from '@ringback/protocol';
import {
  lossWindowMs,
  lossyRate,
  maxSilenceThresholdMs,
  minEmptyPolls,
  staleAfterMs,
  stallMemoryMs,
  stallWarmupMs,
} from './policy.ts';

/**
 * The longest recent stall of a link: packets paused and went on by themselves, so the path was not broken. Busy
 * machines cause stalls far more often than networks do, and they come in groups.
 */
export interface StallTracker {
  readonly longestMs: number;
  readonly at: number;
}

export const noStalls: StallTracker = { longestMs: 0, at: 0 };

/** Adds a pause. `carriedMs`: how long the link had carried media before it. */
export function recordStall(
  before: StallTracker,
  pauseMs: number,
  at: number,
  carriedMs: number,
): StallTracker {
  const recent = at - before.at < stallMemoryMs ? before : noStalls;
  return carriedMs >= stallWarmupMs && pauseMs > recent.longestMs ? { longestMs: pauseMs, at } : recent;
}

/** A link that loses many packets stalls sooner or later, so a high loss rate (0 to 1) counts as a stall. */
export function recordLoss(before: StallTracker, rate: number, at: number): StallTracker {
  return rate < lossyRate ? before : { longestMs: maxSilenceThresholdMs / 2, at };
}

/** After how many ms without a packet the path counts as broken: `ms`, or twice the longest recent stall. */
export function silenceThreshold({ longestMs, at: stalledAt }: StallTracker, ms: number, at: number): number {
  if (at - stalledAt >= stallMemoryMs) return ms;
  return Math.max(ms, Math.min(2 * longestMs, maxSilenceThresholdMs));
}

/** The counters at the start of the current window. */
export interface LossTracker {
  readonly since: number;
  readonly packets: number;
  readonly lostPackets: number;
}

type LossCounters = Pick<LossTracker, 'packets' | 'lostPackets'>;

export function startLossWindow({ packets, lostPackets }: LossCounters, since: number): LossTracker {
  return { since, packets, lostPackets };
}

/** The share of sent packets that got lost, 0 to 1; undefined until the window is long enough. */
export function lossRate(start: LossTracker, now: LossCounters, at: number): number | undefined {
  if (at - start.since < lossWindowMs) return undefined;
  const lost = Math.max(0, now.lostPackets - start.lostPackets);
  const all = lost + Math.max(0, now.packets - start.packets);
  return all === 0 ? undefined : lost / all;
}

/** How media last came in over a link. */
interface Arrivals {
  readonly route: Route;
  readonly lastKind: 'media' | 'heartbeat';
  readonly lastAt: number;
  readonly emptyPolls: number;
  readonly stalls: StallTracker;
}

/** Whether packets of a link are overdue, so that a standby should take over. */
export function isStale({ route, lastKind, lastAt, emptyPolls, stalls }: Arrivals, at: number): boolean {
  if (emptyPolls < minEmptyPolls) return false;
  if (lastKind === 'heartbeat') return at - lastAt >= staleAfterMs.heartbeat;
  if (route.transport !== 'udp') return at - lastAt >= staleAfterMs.stream;
  return at - lastAt >= silenceThreshold(stalls, staleAfterMs.udp, at);
}
