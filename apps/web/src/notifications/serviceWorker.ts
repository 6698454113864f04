import { inTime } from '../ui/browser/attempt.ts';
import { trustedScript } from '../ui/browser/trustedScript.ts';

/** Fetching and starting a worker takes some seconds at most. */
const registerTimeoutMs = 15_000;
const lookUpTimeoutMs = 2_000;

/** Registers the service worker; undefined where there can be none, as in private windows and in development. */
export function registerWorker(): Promise<ServiceWorkerRegistration | undefined> {
  return orNone(registerTimeoutMs, async () => {
    await navigator.serviceWorker.register(trustedScript('/worker.js'), { scope: '/' });
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
