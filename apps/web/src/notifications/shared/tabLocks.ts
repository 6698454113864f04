import type { UserId } from '@ringback/protocol';
import { inTime } from '../../ui/browser/attempt.ts';

/*
 * Tabs of one browser profile coordinate by Web Locks. Two tabs can belong to two users, so each name carries a user id.
 */

/** Held by the one tab of a user that shows notifications for all. */
export const leaderLock = (userId: UserId): string => `ringback.lead.${userId}`;

/** Shared by the tabs of a user that are visible. */
export const visibleLock = (userId: UserId): string => `ringback.seen.${userId}`;

/** Held by the one tab of a user that plays the ringtone. */
export const ringtoneLock = (userId: UserId): string => `ringback.ringtone.${userId}`;

export interface HoldOptions {
  /** `exclusive` (the default): one tab at a time; `shared`: any number. */
  readonly mode?: LockMode;
  /** Called once this tab holds the lock. */
  readonly onHeld?: () => void;
}

/** A browser answers in some milliseconds; one that does not answer at all must not silence a ring. */
const answerTimeoutMs = 1_000;

/**
 * Waits for a lock and holds it until the returned function is called or the tab is gone, even if it crashes. Calling the
 * function also ends the wait. Where the browser has no locks, refuses them or never answers, the lock counts as held: two
 * tabs that ring are better than none.
 */
export function holdLock(
  name: string,
  { mode = 'exclusive', onHeld = () => {} }: HoldOptions = {},
): () => void {
  const waiting = new AbortController();
  let release = (): void => {};
  let isHeld = false;
  const held = (): void => {
    if (!isHeld && !waiting.signal.aborted) onHeld();
    isHeld = true;
  };
  const hold = (): Promise<void> | undefined => {
    if (waiting.signal.aborted) return undefined;
    held();
    return new Promise((resolve) => (release = resolve));
  };
  const request = async (): Promise<void> => {
    await navigator.locks.request(name, { mode, signal: waiting.signal }, hold);
  };
  // Aborting the wait rejects the request as well.
  request().catch(held);
  const unanswered = setTimeout(() => {
    if (!isHeld) void isLockHeld(name, false).then((isElsewhere) => !isElsewhere && held());
  }, answerTimeoutMs);
  return () => {
    clearTimeout(unanswered);
    waiting.abort();
    release();
  };
}

/**
 * Acts while no other tab or worker of this browser profile does so under the same name. Where the browser has no locks or
 * refuses them, it acts at once.
 */
export async function inTurn<Outcome>(name: string, act: () => Promise<Outcome>): Promise<Outcome> {
  let acting: Promise<Outcome> | undefined;
  try {
    return await navigator.locks.request(name, () => (acting = act()));
  } catch {
    return await (acting ?? act());
  }
}

/** Whether any tab of this browser profile holds a lock; `otherwise` where the browser does not tell. Never rejects. */
export async function isLockHeld(name: string, otherwise: boolean): Promise<boolean> {
  try {
    const locks = await inTime(navigator.locks.query(), answerTimeoutMs, undefined);
    return locks === undefined ? otherwise : (locks.held ?? []).some((lock) => lock.name === name);
  } catch {
    return otherwise;
  }
}
