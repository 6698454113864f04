/** How a name is held: by one tab, or by any number of them. */
export interface HoldOptions {
  readonly mode?: LockMode;
  /** The name is held from now on. */
  readonly onHeld?: () => void;
}

/**
 * Waits for a name that all tabs of this browser profile know, and holds it until it is let go or the tab is gone,
 * however it goes. Returns what lets it go, also while it is still waited for. A page without Web Locks has no secure
 * address, and takes itself for the only one.
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
  // Whoever no longer waits is told so by a rejection.
  navigator.locks.request(name, { mode, signal: waiting.signal }, hold).catch(() => undefined);
  return () => {
    waiting.abort();
    release();
  };
}

/** Whether any tab of this browser profile holds a name. */
export async function isHeld(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return true;
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === name);
}
