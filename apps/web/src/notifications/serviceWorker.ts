import { inTime } from '../ui/browser/attempt.ts';

declare global {
  interface Window {
    /** The used part of Trusted Types (W3C), which TypeScript's library does not declare. */
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { readonly createScriptURL: (input: string) => string },
      ): { createScriptURL(input: string): URL };
    };
  }
}

/** Fetching and starting a worker takes some seconds at most. */
const registerTimeoutMs = 15_000;
const lookUpTimeoutMs = 2_000;

/** Registers the service worker; undefined where there can be none, as in private windows and in development. */
export function registerWorker(): Promise<ServiceWorkerRegistration | undefined> {
  return orNone(registerTimeoutMs, async () => {
    await navigator.serviceWorker.register(workerUrl(), { scope: '/' });
    return await navigator.serviceWorker.ready;
  });
}

/** The service worker that this page or an earlier one registered. Its notifications may be older than this page. */
export function registeredWorker(): Promise<ServiceWorkerRegistration | undefined> {
  return orNone(lookUpTimeoutMs, () => navigator.serviceWorker.getRegistration('/'));
}

/** Browsers may have no service workers, refuse them, or never answer. */
async function orNone(
  timeoutMs: number,
  act: () => Promise<ServiceWorkerRegistration | undefined>,
): Promise<ServiceWorkerRegistration | undefined> {
  try {
    return await inTime(act(), timeoutMs, undefined);
  } catch {
    return undefined;
  }
}

let url: string | URL | undefined;

/** Trusted Types accept no plain string as a script URL. Cached, because a policy can be created only once in a page. */
function workerUrl(): string | URL {
  url ??=
    window.trustedTypes
      ?.createPolicy('ringback-worker', { createScriptURL: () => '/worker.js' })
      .createScriptURL('') ?? '/worker.js';
  return url;
}
