import { randomUuid } from '@ringback/rtc';
import { inTime } from './inTime.ts';
import type { Clock, Locks, Random, ReconnectSignals } from './ports.ts';

/**
 * How long a tab waits for a lock that another tab holds. A reloaded page requests it while its predecessor may still
 * exist, for longer on a busy machine; giving up too soon would make the reload another device that loses its call. A
 * duplicated tab waits the full time, once.
 */
const lockTimeoutMs = 2_000;

/** A browser answers an aborted request at once. */
const abortTimeoutMs = 500;

/** The monotonic clock of the page as it loaded; the wall clock and what extensions replace later do not change it. */
const { timeOrigin } = performance;
const sinceOriginMs = performance.now.bind(performance);

/** The browser's clocks. */
export const browserClock: Clock = {
  now: () => Math.round(timeOrigin + sinceOriginMs()),
  wall: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The browser's source of randomness. */
export const browserRandom: Random = {
  uuid: randomUuid,
  secret: () => base64Url(crypto.getRandomValues(new Uint8Array(32))),
  fraction: () => Math.random(),
};

function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCodePoint(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Web Locks. */
export const browserLocks: Locks = {
  take: (name) => takeLock((signal, hold) => navigator.locks.request(name, { signal }, hold)),
  countHeld: (prefix) =>
    inTime(
      rejecting(async () => countLocks(await navigator.locks.query(), prefix)).catch(() => 0),
      queryTimeoutMs,
      0,
    ),
};

/** A browser that has not listed its locks by then never will. */
const queryTimeoutMs = 1_000;

function countLocks({ held = [] }: LockManagerSnapshot, prefix: string): number {
  return held.filter(({ name }) => name?.startsWith(prefix)).length;
}

/** The part of `LockManager.request` that is used. */
type RequestLock = (signal: AbortSignal, hold: () => Promise<void> | undefined) => Promise<unknown>;

/** Stands for a lock that the browser does not give: without locks, tabs cannot get in each other's way less. */
const noLock = (): void => {};

/**
 * Takes a lock. Only a request that the browser aborts after the timeout means that another tab holds it. A browser may
 * have no locks, refuse them (its site data is blocked), or never answer: then the tab goes on without.
 */
export function takeLock(request: RequestLock): Promise<(() => void) | undefined> {
  const patience = new AbortController();
  const { signal } = patience;
  let isSettled = false;
  return new Promise((resolve) => {
    const settle = (release: (() => void) | undefined): void => {
      isSettled = true;
      clearTimeout(timeout);
      clearTimeout(unanswered);
      resolve(release);
    };
    const timeout = setTimeout(() => patience.abort(), lockTimeoutMs);
    const unanswered = setTimeout(() => settle(noLock), lockTimeoutMs + abortTimeoutMs);
    const hold = (): Promise<void> | undefined =>
      isSettled ? undefined : new Promise((release) => settle(release));
    rejecting(() => request(signal, hold)).catch(() => settle(signal.aborted ? undefined : noLock));
  });
}

/** What throws at once counts as rejected. */
async function rejecting<Value>(act: () => Promise<Value>): Promise<Value> {
  return await act();
}

/** The browser is online again, the tab visible, or the page awake after the browser froze it. */
export const browserReconnectSignals: ReconnectSignals = {
  listen: (onSignal) => {
    const whenVisible = (): void => {
      if (document.visibilityState === 'visible') onSignal();
    };
    window.addEventListener('online', onSignal);
    document.addEventListener('visibilitychange', whenVisible);
    document.addEventListener('resume', onSignal);
    return () => {
      window.removeEventListener('online', onSignal);
      document.removeEventListener('visibilitychange', whenVisible);
      document.removeEventListener('resume', onSignal);
    };
  },
};
