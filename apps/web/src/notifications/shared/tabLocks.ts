import type { UserId } from '@ringback/protocol';

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

/**
 * Waits for a lock and holds it until the returned function is called or the tab is gone, even if it crashes. Calling the
 * function also ends the wait. Without Web Locks (an insecure page) the lock counts as held at once.
 */
export function holdLock(
  name: string,
  { mode = 'exclusive', onHeld = () => {} }: HoldOptions = {},
): () => void {
  if (!('locks' in navigator)) {
    onHeld();
    return () => {};
  }
  const waiting = new AbortController();
  let release = (): void => {};
  const hold = (): Promise<void> | undefined => {
    if (waiting.signal.aborted) return undefined;
    onHeld();
    return new Promise((resolve) => (release = resolve));
  };
  // Aborting the wait rejects the request.
  navigator.locks.request(name, { mode, signal: waiting.signal }, hold).catch(() => undefined);
  return () => {
    waiting.abort();
    release();
  };
}

/** Whether any tab of this browser profile holds a lock. */
export async function isLockHeld(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return true;
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === name);
}
