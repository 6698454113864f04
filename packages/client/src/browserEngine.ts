import { createEngine } from './createEngine.ts';
import type { Engine } from './engine.ts';
import { openMediaSession, preloadMediaSession } from '@ringback/rtc';
import { createBrowserCapture } from './media/browserCapture.ts';
import { deviceKindOf } from './connection/deviceKind.ts';
import { preloadSocket } from './connection/lazySocket.ts';
import type { Clock, KeyValueStorage, Locks, Random, ReconnectSignals } from './platform/ports.ts';
import type { Ports } from './enginePorts.ts';

/**
 * How long a tab waits for a name that another one holds. A reloaded page asks while its own predecessor may not have
 * been cleared away yet, and on a busy machine that takes a while: were it given up too soon, the reload would make
 * another device of the tab and lose its call. A duplicated tab waits in vain, once.
 */
const lockPatienceMs = 2_000;

/** The engine of a page of the app, on the browser that it runs in. */
export function createBrowserEngine(): Engine {
  const engine = createEngine(browserPorts());
  // At once, beside the page: whoever was signed in before a reload needs it next, others once they have typed a name.
  preloadSocket();
  // While it rings there is time: by the answer the code of the link is here.
  const stop = engine.calls.subscribe(({ current, incoming }) => {
    if (current === null && incoming === null) return;
    stop();
    void preloadMediaSession();
  });
  return engine;
}

function browserPorts(): Ports {
  return {
    baseUrl: location.origin,
    fetch: (input, init) => fetch(input, init),
    clock,
    random,
    tabStorage: storage(() => sessionStorage),
    profileStorage: { ...storage(() => localStorage), listen: listenToProfile },
    locks,
    reconnectSignals,
    deviceKind: deviceKindOf(navigator),
    capture: createBrowserCapture(),
    recorder: async () => (await import('./media/browserRecorder.ts')).createBrowserRecorder(),
    openNoteShelf: async (userId) =>
      (await import('./notes/browserNoteShelf.ts')).openBrowserNoteShelf(userId),
    openMediaSession,
    streamOf: (track) => new MediaStream([track]),
  };
}

const clock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

const random: Random = {
  uuid: () => crypto.randomUUID(),
  secret: () => base64Url(crypto.getRandomValues(new Uint8Array(32))),
  fraction: () => Math.random(),
};

function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCodePoint(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** A browser that forbids storage throws at the first touch; then a tab forgets its sign-in with a reload, no more. */
function storage(open: () => Storage): KeyValueStorage {
  try {
    const store = open();
    return {
      get: (key) => store.getItem(key),
      set: (key, value) => store.setItem(key, value),
      remove: (key) => store.removeItem(key),
    };
  } catch {
    return memory();
  }
}

/** The browser tells of changes that other pages made, never of one's own. */
function listenToProfile(onChange: (key: string) => void): () => void {
  const changed = ({ key, storageArea }: StorageEvent): void => {
    if (storageArea === localStorage && key !== null) onChange(key);
  };
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}

function memory(): KeyValueStorage {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
}

const locks: Locks = {
  take: (name) => {
    // Without a secure address there are no locks, and no calls either.
    if (!('locks' in navigator)) return Promise.resolve(() => {});
    return new Promise((resolve) => {
      const hold = (): Promise<void> => new Promise((release) => resolve(release));
      const signal = AbortSignal.timeout(lockPatienceMs);
      navigator.locks.request(name, { signal }, hold).catch(() => resolve(undefined));
    });
  },
};

const reconnectSignals: ReconnectSignals = {
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
