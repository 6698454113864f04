import { bounds, requestCosts, type RequestName, type WireError } from '@ringback/protocol';
import { retryDelayMs } from './backoff.ts';

/** Together they take about ten seconds, in which an office that comes back after a restart has all its lists. */
const mostRetries = 6;
const longestDelayMs = 5_000;

/** Marks of what the user has seen, which may be repeated like a read. */
const marks: ReadonlySet<RequestName> = new Set([
  'history:seen',
  'conversation:mark',
  'note:fetched',
  'note:played',
]);

interface FailedAttempt {
  readonly error: WireError;
  /** Counts from 0. */
  readonly attempt: number;
  readonly tookMs: number;
  /** Random, in [0, 1). */
  readonly fraction: number;
}

/**
 * When to repeat a read or a mark for which the server was too busy, in ms; undefined where the failure stands. Otherwise
 * lists and counts would stay as they were until the next connection. A server that has not answered at all is not asked again.
 */
export function readRetryDelayMs(
  name: RequestName,
  { error: { code, retryAfterMs = 0 }, attempt, tookMs, fraction }: FailedAttempt,
): number | undefined {
  const isBusy = code === 'tooMany' || (code === 'unavailable' && tookMs < bounds.requestTimeoutMs);
  const isRepeatable = requestCosts[name].isRead === true || marks.has(name);
  if (!isBusy || !isRepeatable || attempt >= mostRetries) return undefined;
  const delayMs = retryAfterMs + retryDelayMs(attempt, fraction);
  return delayMs <= longestDelayMs ? delayMs : undefined;
}
