const firstDelayMs = 300;
const longestDelayMs = 3_000;

/**
 * How long to wait before the next attempt to reach the server, in ms. `attempt` counts from 0, `fraction` is random.
 * A server that restarts is back within a second or two, and calls wait meanwhile: so the first attempt is quick and
 * the longest pause short. Half of each delay is random, so that a thousand clients do not come back in one instant.
 */
export function retryDelayMs(attempt: number, fraction: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + (ceiling / 2) * fraction;
}
