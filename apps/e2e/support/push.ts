import type { BrowserContext, CDPSession, Page, Worker } from '@playwright/test';
import { Wake } from '@ringback/protocol';
import { parse } from 'valibot';

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

  /** Wakes the worker up for what it shall ask about. */
  async wakeUp(about: { readonly call: string } | { readonly peer: string }): Promise<void> {
    const wake = parse(Wake, { to: await this.#subscriptionId(), ...about });
    await this.#deliver(JSON.stringify(wake));
  }

  async #deliver(data: string): Promise<void> {
    await this.#session.send('ServiceWorker.deliverPushMessage', {
      origin: this.#origin,
      registrationId: this.#registrationId,
      data,
    });
  }

  /** By which the server knows this browser. */
  async #subscriptionId(): Promise<string> {
    return this.worker.evaluate(
      () =>
        new Promise<string>((resolve, reject) => {
          const opening = indexedDB.open('ringback.notifications');
          opening.addEventListener('success', () => {
            const all = opening.result.transaction('subscriptions').objectStore('subscriptions').getAll();
            all.addEventListener('success', () => {
              const found: readonly unknown[] = all.result;
              const [kept] = found;
              opening.result.close();
              if (typeof kept === 'object' && kept !== null && 'id' in kept) resolve(String(kept.id));
              else reject(new Error('Nobody has subscribed.'));
            });
          });
        }),
    );
  }
}
