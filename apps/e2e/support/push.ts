import type { BrowserContext, CDPSession, Page, Worker } from '@playwright/test';
import { Wake } from '@ringback/protocol';
import { array, object, parse, string, type InferOutput } from 'valibot';

/**
 * Gives a profile a push service: a browser under test has none, for it must not talk to the world. What the server sends
 * there goes nowhere; what the browser hears from it comes through `PushDelivery`.
 */
export async function installPushService(context: BrowserContext): Promise<void> {
  await context.addInitScript(pushServiceInPage);
}

/** Runs in the page, so it may use nothing from this file. */
function pushServiceInPage(): void {
  if (!('PushManager' in window)) return;
  const base64Url = (bytes: ArrayBuffer): string =>
    btoa(String.fromCodePoint(...new Uint8Array(bytes)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  let subscription: PushSubscription | null = null;

  async function subscribe(options: PushSubscriptionOptionsInit = {}): Promise<PushSubscription> {
    const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
    const { publicKey } = await crypto.subtle.generateKey(algorithm, true, ['deriveBits']);
    const p256dh = await crypto.subtle.exportKey('raw', publicKey);
    const auth = crypto.getRandomValues(new Uint8Array(16)).buffer;
    // Nothing listens there.
    const endpoint = 'https://127.0.0.1:9/wake';
    const { applicationServerKey: key } = options;
    if (typeof key !== 'string') throw new Error('The app names its server by a text.');
    const binary = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
    const applicationServerKey = Uint8Array.from(binary, (letter) => letter.codePointAt(0) ?? 0).buffer;
    const keys = { p256dh: base64Url(p256dh), auth: base64Url(auth) };
    subscription = {
      endpoint,
      expirationTime: null,
      options: { applicationServerKey, userVisibleOnly: true },
      getKey: (name) => (name === 'auth' ? auth : p256dh),
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: () => {
        subscription = null;
        return Promise.resolve(true);
      },
    };
    return subscription;
  }

  PushManager.prototype.subscribe = subscribe;
  PushManager.prototype.getSubscription = () => Promise.resolve(subscription);
}

/** Delivers what a push service would to the service worker of a profile, also where no page is open. */
export class PushDelivery {
  readonly worker: Worker;
  readonly #session: CDPSession;
  readonly #origin: string;
  readonly #registrationId: string;

  private constructor(worker: Worker, session: CDPSession, origin: string, registrationId: string) {
    this.worker = worker;
    this.#session = session;
    this.#origin = origin;
    this.#registrationId = registrationId;
  }

  /** Finds the service worker of the app; `page` is any page that stays open, be it an empty one. */
  static async to(page: Page, serverUrl: string): Promise<PushDelivery> {
    const context = page.context();
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    const session = await context.newCDPSession(page);
    const { origin } = new URL(serverUrl);
    const found = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
        if (ours !== undefined) resolve(ours.registrationId);
      });
    });
    await session.send('ServiceWorker.enable');
    return new PushDelivery(worker, session, origin, await found);
  }

  /** Wakes the worker up for what it shall ask about, on behalf of one of the subscriptions of its browser. */
  async wakeUp(to: Kept, about: { readonly call: string } | { readonly peer: string }): Promise<void> {
    await this.#session.send('ServiceWorker.deliverPushMessage', {
      origin: this.#origin,
      registrationId: this.#registrationId,
      data: JSON.stringify(parse(Wake, { to: to.id, ...about })),
    });
  }

  /** What the worker keeps, of everyone who is woken up in its browser. */
  async kept(): Promise<readonly Kept[]> {
    return parse(array(Kept), await this.worker.evaluate(readKept));
  }
}

const Kept = object({ id: string(), token: string() });
type Kept = InferOutput<typeof Kept>;

/** Runs in the worker, so it may use nothing from this file. */
function readKept(): Promise<unknown> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('ringback.notifications');
    opening.addEventListener('success', () => {
      const all = opening.result.transaction('subscriptions').objectStore('subscriptions').getAll();
      all.addEventListener('success', () => {
        opening.result.close();
        resolve(all.result);
      });
    });
  });
}
