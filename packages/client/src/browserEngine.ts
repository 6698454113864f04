import { createEngine, type Engine, type Ports } from './engine.ts';
import { openMediaSession, preloadMediaSession } from '@ringback/rtc';
import { createBrowserCapture } from './media/browserCapture.ts';
import { preloadSocketConnection } from './connection/signalingConnection.ts';
import {
  browserClock,
  browserLocks,
  browserRandom,
  browserReconnectSignals,
} from './platform/browserPorts.ts';
import { browserStorage, listenToProfile } from './platform/storage.ts';
import { deviceKindOf } from './platform/deviceKind.ts';

/** Creates the engine of a page of the app. */
export function createBrowserEngine(): Engine {
  const engine = createEngine(browserPorts());
  // Loaded in parallel with the page: a signed-in tab needs it next, others once a name is typed.
  preloadSocketConnection();
  // Ringing leaves time to load the media code before the answer.
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
    clock: browserClock,
    random: browserRandom,
    tabStorage: browserStorage(() => sessionStorage),
    profileStorage: { ...browserStorage(() => localStorage), listen: listenToProfile },
    locks: browserLocks,
    reconnectSignals: browserReconnectSignals,
    deviceKind: deviceKindOf(navigator),
    capture: createBrowserCapture(),
    recorder: async () => (await import('./media/browserRecorder.ts')).createBrowserRecorder(),
    openNoteShelf: async (userId) =>
      (await import('./notes/browserNoteShelf.ts')).openBrowserNoteShelf(userId),
    openMediaSession,
    debug: (entry) => console.debug('ringback', entry),
    streamOf: (track) => new MediaStream([track]),
  };
}
