import type { LinkCause } from '@ringback/protocol';

/**
 * Says how long to wait before the next attempt at a link.
 *
 * `attempt` counts the attempts made since media stopped, `elapsedMs` is the time since then, `cause` is what became
 * of the last attempt, or of the link that carried media. Returns ms, or `stop` when trying makes no sense any more
 * until something new happens.
 */
export type RetryPolicy = (attempt: number, elapsedMs: number, cause: LinkCause) => number | 'stop';

/** Longer than every deadline of a call, the server's to set: the call ends before its path gives up. */
const giveUpMs = 120_000;
const firstPauseMs = 500;
const longestPauseMs = 4_000;

/**
 * A page that closes its peers either hung up or is being loaded anew. Both announce themselves, and an offer to a page
 * that is away would be lost, so this is how long a reload usually takes.
 */
const closedPauseMs = 1_500;

/**
 * The policy that paths use: at once where a network failed, then pauses that double up to 4 s.
 * `random` returns numbers in [0, 1): two devices that lost each other must not knock in step for ever.
 */
export function createRetryPolicy(random: () => number): RetryPolicy {
  return (attempt, elapsedMs, cause) => {
    if (elapsedMs >= giveUpMs) return 'stop';
    if (attempt === 0) return cause === 'peerClosed' ? closedPauseMs : 0;
    const pauseMs = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
    return Math.round(pauseMs * (0.75 + random() * 0.5));
  };
}
