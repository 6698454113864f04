import { lazy, useEffect, useState, type ComponentType } from 'react';
import { browserImportEnvironment } from './importEnvironment.ts';
import { importWithRetry } from './importWithRetry.ts';

const surroundings = browserImportEnvironment();

/** A part of the app that is loaded apart from the first load. */
export interface LazyComponent<Props> {
  readonly Component: ComponentType<Props>;
  /** Fetches the code ahead of its first use. A failure shows when the part is drawn. */
  readonly preload: () => void;
}

/** Makes a part from an import, which waits for the server where that is away. */
export function lazyComponent<Props>(load: () => Promise<ComponentType<Props>>): LazyComponent<Props> {
  let loading: Promise<ComponentType<Props>> | undefined;
  const once = () => (loading ??= importWithRetry(load, surroundings));
  return {
    Component: lazy(async () => ({ default: await once() })),
    preload: () => void once().catch(() => (loading = undefined)),
  };
}

/** Whether the browser has been idle since the component appeared: the time for what can wait. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    // Safari has no such moment, and takes a short while instead.
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(() => setIdle(true), 200);
      return () => clearTimeout(timer);
    }
    const request = window.requestIdleCallback(() => setIdle(true), { timeout: 1_000 });
    return () => window.cancelIdleCallback(request);
  }, []);
  return idle;
}
