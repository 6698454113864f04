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

/** One attempt to reach the server. */
export interface ConnectAttempt {
  /** How long to wait before it, in ms. */
  readonly delayMs: number;
  /** When it is given up, in ms from its beginning. */
  readonly patienceMs: number;
}

/** Enough for a handshake over the slowest of networkHistory: half a dozen ways there and back. */
export const connectPatienceMs = 5_000;

/**
 * Systems repeat the first packet of a connection that nobody answered after 1 s, then 3 s, then 7 s: an attempt that
 * began while the network was away sees late that it is back, or not at all. Two seconds have room for that packet once
 * more, and for a handshake where a way there and back takes half a second.
 */
const awaitedPatienceMs = 2_000;
/** Every fourth attempt has time for the networkHistory that are slower. */
const attemptsPerRound = 4;
/**
 * Some 30 s, as long as a call waits for a device by default. Browsers hold back who fails more often: Chromium from
 * about 16 failures within minutes on, by seconds.
 */
const mostAwaitedAttempts = 12;

/**
 * How to try to reach the server next, while a call waits for that: `tookMs` is how long ago the last attempt began. A
 * network that is back is seen within 1.3 s, or 2.3 s in every fourth attempt, where it may take 5 s otherwise. A server
 * that refuses is not asked more often than it would be without a call.
 */
export function awaitedAttempt(attempt: number, fraction: number, tookMs: number): ConnectAttempt {
  if (attempt >= mostAwaitedAttempts) return unhurriedAttempt(attempt, fraction);
  const isLong = attempt % attemptsPerRound === attemptsPerRound - 1;
  const sinceBegunMs = Math.min(retryDelayMs(attempt, fraction), awaitedPatienceMs);
  return {
    delayMs: Math.max(retryDelayMs(0, fraction), sinceBegunMs - tookMs),
    patienceMs: isLong ? connectPatienceMs : awaitedPatienceMs,
  };
}

/** The same while none does. */
export function unhurriedAttempt(attempt: number, fraction: number): ConnectAttempt {
  return { delayMs: retryDelayMs(attempt, fraction), patienceMs: connectPatienceMs };
}
