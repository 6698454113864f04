import type { BrowserContext, CDPSession, Page, Worker } from '@playwright/test';
import type { PushAddress } from '@ringback/protocol';
import type { PushService, SubscribedBrowser } from '@ringback/testkit';
import { array, object, parse, string, type InferOutput } from 'valibot';

/**
 * Lets a profile subscribe at a push service on this machine, because a browser under test must not contact the real
 * one. The private key stays with the test push service, which decrypts messages in place of the browser.
 */
export async function installPushService(
  context: BrowserContext,
  { address }: SubscribedBrowser,
): Promise<void> {
  await context.addInitScript(pushServiceInPage, address);
}

/** Runs in the page, so it may use nothing from this file. */
function pushServiceInPage({ endpoint, keys }: PushAddress): void {
  if (!('PushManager' in window)) return;
  const bytesIn = (text: string): ArrayBuffer => {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (letter) => letter.codePointAt(0) ?? 0).buffer;
  };
  let subscription: PushSubscription | null = null;

  function subscribe({
    applicationServerKey: key,
  }: PushSubscriptionOptionsInit = {}): Promise<PushSubscription> {
    if (typeof key !== 'string') throw new Error('The app names its server by a text.');
    subscription = {
      endpoint,
      expirationTime: null,
      options: { applicationServerKey: bytesIn(key), userVisibleOnly: true },
      getKey: (name) => bytesIn(keys[name]),
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: () => {
        subscription = null;
        return Promise.resolve(true);
      },
    };
    return Promise.resolve(subscription);
  }

  PushManager.prototype.subscribe = subscribe;
  PushManager.prototype.getSubscription = () => Promise.resolve(subscription);
}

/**
 * Delivers pushes from the test push service to a profile's service worker: unchanged, in order, and even if no page is
 * open.
 */
export class PushDelivery {
  readonly worker: Worker;
  readonly #session: CDPSession;
  readonly #origin: string;
  readonly #registrationId: string;
  /** Messages that wait while the browser is off; undefined while it is on. */
  #waiting: string[] | undefined;

  private constructor(worker: Worker, session: CDPSession, origin: string, registrationId: string) {
    this.worker = worker;
    this.#session = session;
    this.#origin = origin;
    this.#registrationId = registrationId;
  }

  /** Finds the service worker of the app; `page` is any page that stays open, even an empty one. */
  static async to(
    page: Page,
    serverUrl: string,
    { service, browser }: { readonly service: PushService; readonly browser: SubscribedBrowser },
  ): Promise<PushDelivery> {
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
    const delivery = new PushDelivery(worker, session, origin, await found);
    service.onReceived(browser, ({ text }) => void delivery.#arrives(text));
    return delivery;
  }

  /** Turns the browser off: its push service stores messages. */
  hold(): void {
    this.#waiting ??= [];
  }

  /** Turns the browser on again. */
  async release(): Promise<void> {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const text of waiting) await this.#deliver(text);
  }

  /** Subscriptions that the worker has stored, one for each account in this browser. */
  async subscriptions(): Promise<readonly StoredSubscription[]> {
    return parse(array(StoredSubscription), await this.worker.evaluate(readSubscriptions));
  }

  async #arrives(text: string): Promise<void> {
    if (this.#waiting === undefined) await this.#deliver(text);
    else this.#waiting.push(text);
  }

  async #deliver(data: string): Promise<void> {
    const to = { origin: this.#origin, registrationId: this.#registrationId };
    await this.#session.send('ServiceWorker.deliverPushMessage', { ...to, data });
  }
}

const StoredSubscription = object({ id: string(), token: string() });
type StoredSubscription = InferOutput<typeof StoredSubscription>;

/** Runs in the worker, so it may use nothing from this file. */
function readSubscriptions(): Promise<unknown> {
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
