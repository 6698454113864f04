import { lazy, type ComponentType } from 'react';
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
