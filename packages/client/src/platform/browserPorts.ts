import type { Clock, Locks, Random, ReconnectSignals } from './ports.ts';

/**
 * How long a tab waits for a lock that another tab holds. A reloaded page requests it while its predecessor may still
 * exist, for longer on a busy machine; giving up too soon would make the reload another device that loses its call. A
 * duplicated tab waits the full time, once.
 */
const lockTimeoutMs = 2_000;

/** The browser's clock. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The browser's source of randomness. */
export const browserRandom: Random = {
  uuid: () => crypto.randomUUID(),
  secret: () => base64Url(crypto.getRandomValues(new Uint8Array(32))),
  fraction: () => Math.random(),
};

function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCodePoint(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Web Locks. */
export const browserLocks: Locks = {
  take: (name) => {
    // Without a secure address there are no locks, but no calls either.
    if (!('locks' in navigator)) return Promise.resolve(() => {});
    return new Promise((resolve) => {
      const hold = (): Promise<void> => new Promise((release) => resolve(release));
      const signal = AbortSignal.timeout(lockTimeoutMs);
      // Only a timeout means that another tab holds it. A browser whose site data is blocked rejects at once.
      navigator.locks
        .request(name, { signal }, hold)
        .catch(() => resolve(signal.aborted ? undefined : () => {}));
    });
  },
};

/** The browser is online again, or the tab visible. */
export const browserReconnectSignals: ReconnectSignals = {
  listen: (onSignal) => {
    const whenVisible = (): void => {
      if (document.visibilityState === 'visible') onSignal();
    };
    window.addEventListener('online', onSignal);
    document.addEventListener('visibilitychange', whenVisible);
    return () => {
      window.removeEventListener('online', onSignal);
      document.removeEventListener('visibilitychange', whenVisible);
    };
  },
};
