/**
 * Registers the service worker. Its address is the one script that a page names by itself, so it passes through a policy
 * of its own: Trusted Types take no plain text for a script's address.
 */
export async function registerWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  try {
    await navigator.serviceWorker.register(workerAddress(), { scope: '/' });
    return await navigator.serviceWorker.ready;
  } catch {
    // Private windows have none, and neither has a page in development.
    return undefined;
  }
}

/** The service worker, if an earlier page or this one has registered it; it may have shown things before this page came. */
export async function registeredWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  return navigator.serviceWorker.getRegistration('/').catch(() => undefined);
}

let address: string | URL | undefined;

/** A policy can be made but once in a page. */
function workerAddress(): string | URL {
  address ??=
    window.trustedTypes
      ?.createPolicy('ringback-worker', { createScriptURL: () => '/worker.js' })
      .createScriptURL('') ?? '/worker.js';
  return address;
}
