import { attempt } from './attempt.ts';

/** The used part of a screen wake lock. */
export interface HeldWakeLock extends Pick<EventTarget, 'addEventListener'> {
  readonly release: () => Promise<void>;
}

/** The browser's part in keeping a screen awake. */
export interface ScreenPorts {
  readonly request: () => Promise<HeldWakeLock>;
  readonly isVisible: () => boolean;
  /** Returns a function that stops it. */
  readonly onVisibility: (onChange: () => void) => () => void;
}

/** After a refusal, mostly to save energy, the lock is requested again this late. */
const retryMs = 10_000;

/**
 * Keeps the screen awake until the returned function is called. The browser takes the lock away whenever the tab is hidden,
 * and may do so at any time: it is requested again once the tab is visible, or after a pause.
 *
 * ```
 *   waiting ──visible──> requested ──granted──> held ──taken away──> waiting
 *      ^                     └── refused: again after a pause ────────^
 * ```
 */
export function keepScreenAwake(ports: ScreenPorts = browserScreen): () => void {
  let held: HeldWakeLock | undefined;
  let isStopped = false;
  /** Rises with each request, so that a late answer never leaves a second lock. */
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const lost = (lock?: HeldWakeLock): void => {
    if (lock !== held) return;
    held = undefined;
    clearTimeout(timer);
    if (!isStopped && ports.isVisible()) timer = setTimeout(request, retryMs);
  };
  const drop = (): void => {
    const dropped = held;
    held = undefined;
    if (dropped !== undefined) release(dropped);
  };
  const granted = (lock: HeldWakeLock, asked: number): void => {
    if (isStopped || asked !== turn) return release(lock);
    held = lock;
    lock.addEventListener('release', () => lost(lock));
  };
  const request = (): void => {
    if (isStopped || held !== undefined || !ports.isVisible()) return;
    clearTimeout(timer);
    const asked = ++turn;
    const answer = attempt(() => ports.request());
    if (answer === undefined) return lost();
    answer.then(
      (lock) => granted(lock, asked),
      () => asked === turn && lost(),
    );
  };
  const stopListening = ports.onVisibility(() => {
    // Not every browser says that it takes the lock away with the tab.
    if (!ports.isVisible()) drop();
    request();
  });
  request();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    stopListening();
    drop();
  };
}

function release(lock: HeldWakeLock): void {
  attempt(() => lock.release())?.catch(() => undefined);
}

const browserScreen: ScreenPorts = {
  request: () => navigator.wakeLock.request('screen'),
  isVisible: () => document.visibilityState === 'visible',
  onVisibility: (onChange) => {
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  },
};
