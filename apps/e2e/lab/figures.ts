import type { MediaArrival } from './timeline.ts';

/**
 * The longest time without arrivals of a kind.
 * @param sinceMs the start; a gap that began earlier counts from here
 * @param untilMs the end; a gap that is still open counts up to here
 */
export function longestGap(
  all: readonly MediaArrival[],
  kind: MediaArrival['kind'],
  sinceMs: number,
  untilMs: number,
): number {
  let [longest, last] = [0, sinceMs];
  const ordered = all.filter((arrival) => arrival.kind === kind).toSorted((a, b) => a.firstAt - b.firstAt);
  for (const { firstAt, lastAt } of ordered) {
    longest = Math.max(longest, Math.min(firstAt, untilMs) - last);
    last = Math.max(last, lastAt);
  }
  return Math.max(longest, untilMs - last);
}

/** The time of the first arrival of a kind; undefined if there was none. */
export function firstArrival(all: readonly MediaArrival[], kind: MediaArrival['kind']): number | undefined {
  const times = all.filter((arrival) => arrival.kind === kind).map(({ firstAt }) => firstAt);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** How often audio moved to a peer connection that had carried none before. */
export function moves(all: readonly MediaArrival[]): number {
  const carriers = new Set(all.filter(({ kind }) => kind === 'audio').map(({ connection }) => connection));
  return Math.max(0, carriers.size - 1);
}
