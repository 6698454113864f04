import { bounds, requestCosts, type RequestName, type WireError } from '@ringback/protocol';
import { retryDelayMs } from './backoff.ts';

/** Together they take about ten seconds, in which an office that comes back after a restart has all its lists. */
const mostRetries = 6;
const longestDelayMs = 5_000;

interface FailedAttempt {
  readonly error: WireError;
  /** Counts from 0. */
  readonly attempt: number;
  readonly tookMs: number;
  /** Random, in [0, 1). */
  readonly fraction: number;
}

/**
 * When to read again what the server was too busy to read, in ms; undefined where the failure stands. Otherwise a list
 * would stay as it was before the connection was lost. A server that has not answered at all is not asked again.
 */
export function readRetryDelayMs(
  name: RequestName,
  { error: { code, retryAfterMs = 0 }, attempt, tookMs, fraction }: FailedAttempt,
): number | undefined {
  const isBusy = code === 'tooMany' || (code === 'unavailable' && tookMs < bounds.requestTimeoutMs);
  if (!isBusy || requestCosts[name].isRead !== true || attempt >= mostRetries) return undefined;
  const delayMs = retryAfterMs + retryDelayMs(attempt, fraction);
  return delayMs <= longestDelayMs ? delayMs : undefined;
}
