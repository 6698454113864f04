import { createEngine, type Engine, type Ports } from './engine.ts';
import { openMediaSession, preloadMediaSession } from '@ringback/rtc';
import { createLazyCapture } from './media/lazyCapture.ts';
import { createLazyScreen } from './media/screen/lazyScreen.ts';
import type { ScreenCapture } from './media/screen/screenPorts.ts';
import { createLazyProcessor } from './media/processing/lazyProcessor.ts';
import { preloadSocketConnection } from './connection/signalingConnection.ts';
import {
  browserClock,
  browserLocks,
  browserRandom,
  browserReconnectSignals,
} from './platform/browserPorts.ts';
import { canMakeCalls, canShareScreen } from './platform/callSupport.ts';
import { browserProfileStorage, browserTabStorage } from './platform/storage.ts';
import { deviceKindOf } from './platform/deviceKind.ts';

/** Creates the engine of a page of the app. */
export function createBrowserEngine(): Engine {
  const screen = canShareScreen() ? createLazyScreen() : undefined;
  const engine = createEngine(browserPorts(screen));
  // Loaded in parallel with the page: a signed-in tab needs it next, others once a name is typed.
  preloadSocketConnection();
  // Ringing leaves time to load the media code before the answer.
  const stop = engine.calls.subscribe(({ current, incoming }) => {
    if (current === null && incoming === null) return;
    stop();
    void preloadMediaSession();
    screen?.prefetch();
  });
  return engine;
}

function browserPorts(screenCapture: ScreenCapture | undefined): Ports {
  return {
    baseUrl: location.origin,
    fetch: (input, init) => fetch(input, init),
    clock: browserClock,
    random: browserRandom,
    tabStorage: browserTabStorage,
    profileStorage: browserProfileStorage,
    locks: browserLocks,
    reconnectSignals: browserReconnectSignals,
    deviceKind: deviceKindOf(navigator),
    ...(!canMakeCalls() && { cannotCall: true }),
    capture: createLazyCapture(),
    ...(screenCapture !== undefined && { screenCapture }),
    processor: createLazyProcessor(),
    recorder: async () => (await import('./media/browserRecorder.ts')).createBrowserRecorder(),
    openNoteShelf: async (userId) =>
      (await import('./notes/browserNoteShelf.ts')).openBrowserNoteShelf(userId),
    openCheckup: async (requests) =>
      (await import('./checkup/browser/browserCheckup.ts')).createBrowserCheckup(requests),
    openMediaSession,
    debug: printLater,
    streamOf: (track) => new MediaStream([track]),
  };
}

/** Printing waits this long: with a debugger attached, each line costs as much as a step of the answer. */
const printDelayMs = 1_000;

/** Prints an entry of the trace to the console, after the work that it describes. Entries carry their own time. */
function printLater(entry: unknown): void {
  setTimeout(() => console.debug('ringback', entry), printDelayMs);
}
