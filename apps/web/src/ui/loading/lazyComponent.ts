import { lazy, useEffect, useState, type ComponentType } from 'react';
import { attempt } from '../browser/attempt.ts';
import { browserImportEnvironment } from './importEnvironment.ts';
import { importWithRetry } from './importWithRetry.ts';

const environment = browserImportEnvironment();

/** A component whose code is not part of the first load. */
export interface LazyComponent<Props> {
  readonly Component: ComponentType<Props>;
  /** Fetches the code before it is needed. A failure shows when the component renders. */
  readonly preload: () => void;
}

/** Makes a component from an import that retries while the server is unreachable. */
export function lazyComponent<Props>(load: () => Promise<ComponentType<Props>>): LazyComponent<Props> {
  let loading: Promise<ComponentType<Props>> | undefined;
  const once = () => (loading ??= importWithRetry(load, environment));
  return {
    Component: lazy(async () => ({ default: await once() })),
    preload: () => void once().catch(() => (loading = undefined)),
  };
}

/** Becomes true once the browser has been idle since the component mounted: the time for work that can wait. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const request = attempt(() => window.requestIdleCallback(() => setIdle(true), { timeout: 1_000 }));
    if (request !== undefined) return () => window.cancelIdleCallback(request);
    // Safari lacks requestIdleCallback: wait a short while instead.
    const timer = setTimeout(() => setIdle(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return idle;
}
