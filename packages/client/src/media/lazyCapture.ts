import { noMediaDevices } from './mediaDevices.ts';
import type { Capture } from './mediaPorts.ts';

/** Loads the code of the browser's inputs: no page needs it before sign-in. */
async function loadCapture(): Promise<Capture> {
  return (await import('./browserCapture.ts')).createBrowserCapture();
}

/**
 * Inputs whose code is loaded at once, but not as part of the first load. Each use waits for it; while it cannot be loaded,
 * inputs fail and nothing is listed, and the next use tries again.
 */
export function createLazyCapture(load: () => Promise<Capture> = loadCapture): Capture {
  let loaded: Capture | undefined;
  let loading: Promise<Capture> | undefined;
  const capture = async (): Promise<Capture> => {
    loading ??= load();
    try {
      loaded = await loading;
      return loaded;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
  /** Starts something that runs until it is stopped, as soon as the code is there. */
  const start = (run: (capture: Capture) => () => void): (() => void) => {
    if (loaded !== undefined) return run(loaded);
    let stop: (() => void) | undefined;
    let isStopped = false;
    const begin = async (): Promise<void> => {
      const ready = await capture();
      if (!isStopped) stop = run(ready);
    };
    begin().catch(() => undefined);
    return () => {
      isStopped = true;
      stop?.();
    };
  };
  capture().catch(() => undefined);
  return {
    open: async (...which) => {
      const ready = await capture().catch(() => undefined);
      return ready?.open(...which) ?? { ok: false, failure: 'failed' };
    },
    permission: async (kind) => (await capture()).permission(kind),
    knownPermission: (kind) => loaded?.knownPermission(kind),
    listDevices: async () => (await capture().catch(() => undefined))?.listDevices() ?? noMediaDevices,
    watchDevices: (onChange) => start((ready) => ready.watchDevices(onChange)),
    listen: (track, onPeak) => start((ready) => ready.listen(track, onPeak)),
  };
}
