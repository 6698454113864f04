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

/** Registers the service worker; undefined where there can be none, as in private windows and in development. */
export async function registerWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  try {
    await navigator.serviceWorker.register(workerUrl(), { scope: '/' });
    return await navigator.serviceWorker.ready;
  } catch {
    return undefined;
  }
}

/** The service worker that this page or an earlier one registered. Its notifications may be older than this page. */
export async function registeredWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  return navigator.serviceWorker.getRegistration('/').catch(() => undefined);
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
