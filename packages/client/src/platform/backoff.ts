const firstDelayMs = 300;
const longestDelayMs = 3_000;

/**
 * The delay before the next attempt to reach the server, in ms. `attempt` counts from 0, `fraction` is random in [0, 1).
 * A restarting server is back within a second or two while calls wait, so the first delay and the longest are short.
 * Half of each delay is jitter, so that a thousand clients do not reconnect at the same instant.
 */
export function retryDelayMs(attempt: number, fraction: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + (ceiling / 2) * fraction;
}

/** One attempt to reach the server. */
export interface ConnectAttempt {
  /** How long to wait before it, in ms. */
  readonly delayMs: number;
  /** When it times out, in ms from its start. */
  readonly timeoutMs: number;
}

/** Enough for a handshake, half a dozen round trips, over the slowest networks. */
export const connectTimeoutMs = 5_000;

/**
 * Operating systems resend an unanswered SYN after 1 s, 3 s and 7 s, so an attempt that started while the network was
 * down notices late that it is back, or never. Two seconds leave room for one resend and for a handshake at a round trip
 * of half a second.
 */
const awaitedTimeoutMs = 2_000;
/** Every fourth attempt has time for slower networks. */
const attemptsPerRound = 4;
/**
 * About 30 s, as long as a call waits for a device by default. Browsers throttle pages that fail more often: Chromium
 * delays them by seconds from about 16 failures within minutes on.
 */
const mostAwaitedAttempts = 12;

/**
 * The next attempt while a call waits for the server: `tookMs` is how long ago the last attempt started. Notices that
 * the network is back within 1.3 s, or 2.3 s in every fourth attempt, instead of 5 s. A server that refuses is not tried
 * more often than without a call.
 */
export function awaitedAttempt(attempt: number, fraction: number, tookMs: number): ConnectAttempt {
  if (attempt >= mostAwaitedAttempts) return idleAttempt(attempt, fraction);
  const isLong = attempt % attemptsPerRound === attemptsPerRound - 1;
  const sinceBegunMs = Math.min(retryDelayMs(attempt, fraction), awaitedTimeoutMs);
  return {
    delayMs: Math.max(retryDelayMs(0, fraction), sinceBegunMs - tookMs),
    timeoutMs: isLong ? connectTimeoutMs : awaitedTimeoutMs,
  };
}

/** The next attempt while no call waits for the server. */
export function idleAttempt(attempt: number, fraction: number): ConnectAttempt {
  return { delayMs: retryDelayMs(attempt, fraction), timeoutMs: connectTimeoutMs };
}
