import type { BrowserContext, Page, Worker } from '@playwright/test';

/** A notification as the system shows it. */
export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly hasPicture: boolean;
}

declare global {
  // Globals of a service worker.
  var registration: ServiceWorkerRegistration;
  var clients: { openWindow: (url: string | URL) => Promise<null> };
  var NotificationEvent: new (
    type: string,
    init: object,
  ) => Event & { waitUntil: (done: Promise<unknown>) => void };
  /** Titles of the notifications that a worker has shown, once recording has started. */
  var shownByWorker: string[] | undefined;
  interface Notification {
    readonly actions?: readonly { readonly title: string }[];
  }
  interface Window {
    /** Every notification that the page has shown, and whether it is still open. */
    shownByPage?: (ShownNotification & { isOpen: boolean })[];
    /** How often the page has requested permission for notifications. */
    questions?: number;
    /** Titles that the page's service worker showed for it. */
    passedToWorker?: string[];
    rings?: { dialogs: number };
    /** Number of tones playing now, and number started. */
    tones?: { sounding: number; begun: number };
  }
}

/**
 * Grants notifications to the pages of a profile, and lets specs see their notifications and sounds. Install it before
 * the first page loads.
 */
export async function installNotificationProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(probeInPage);
}

/** Runs in the page, so it may use nothing from this file. Everything that it wraps keeps its behavior. */
function probeInPage(): void {
  const shown: NonNullable<Window['shownByPage']> = [];
  window.shownByPage = shown;
  window.questions = 0;
  window.Notification = class extends Notification {
    static override requestPermission(): Promise<NotificationPermission> {
      window.questions = (window.questions ?? 0) + 1;
      return super.requestPermission();
    }
    constructor(title: string, options: NotificationOptions = {}) {
      super(title, options);
      const { body = '', icon } = options;
      const record = { title, body, actions: [], hasPicture: icon !== undefined, isOpen: true };
      shown.push(record);
      this.addEventListener('close', () => (record.isOpen = false));
    }
  };
  const given: string[] = [];
  window.passedToWorker = given;
  const watchWorker = async (): Promise<void> => {
    // An empty page has no service worker.
    if (!('serviceWorker' in navigator)) return;
    const worker = await navigator.serviceWorker.ready;
    const show = worker.showNotification.bind(worker);
    worker.showNotification = (title, options) => {
      given.push(title);
      return show(title, options);
    };
  };
  void watchWorker();
  const tones = { sounding: 0, begun: 0 };
  window.tones = tones;
  window.AudioContext = class extends AudioContext {
    override createBufferSource(): AudioBufferSourceNode {
      const source = super.createBufferSource();
      const [start, stop] = [source.start.bind(source), source.stop.bind(source)];
      source.start = (...when) => {
        start(...when);
        if (!source.loop) return;
        tones.sounding += 1;
        tones.begun += 1;
      };
      // The tone's own `ended` event never fires if the context is suspended by then.
      source.stop = (...when) => {
        stop(...when);
        if (source.loop) tones.sounding -= 1;
      };
      return source;
    }
  };
}

/** Titles of notifications that a page without a service worker has shown. */
export async function shownBy(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window.shownByPage ?? []).map(({ title }) => title));
}

/** How often a page has requested permission for notifications. */
export async function questionsIn(page: Page): Promise<number> {
  return page.evaluate(() => window.questions ?? Number.NaN);
}

/** Titles of those that are still open. */
export async function openAt(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    (window.shownByPage ?? []).flatMap(({ title, isOpen }) => (isOpen ? [title] : [])),
  );
}

/** Titles that a page's service worker has shown for it. */
export async function notificationsPassedToWorker(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => window.passedToWorker ?? []);
}

/** Number of tones playing in a page. */
export async function tonesIn(page: Page): Promise<number> {
  return page.evaluate(() => window.tones?.sounding ?? 0);
}

/** Counts from now on how often a page shows a ringing call, however briefly. */
export async function recordRings(page: Page): Promise<void> {
  await page.evaluate(() => {
    const rings = { dialogs: 0 };
    window.rings = rings;
    const selector = '[role=alertdialog]';
    const isRing = (node: Node): boolean =>
      node instanceof Element && (node.matches(selector) || node.querySelector(selector) !== null);
    new MutationObserver((changes) => {
      rings.dialogs += changes.flatMap(({ addedNodes }) => [...addedNodes]).filter(isRing).length;
    }).observe(document, { childList: true, subtree: true });
  });
}

/** The count of `recordRings`, and the number of tones started since the page loaded. */
export async function ringsIn(page: Page): Promise<{ readonly dialogs: number; readonly tones: number }> {
  return page.evaluate(() => ({ dialogs: window.rings?.dialogs ?? -1, tones: window.tones?.begun ?? -1 }));
}

/** Makes a page appear hidden or visible to its own code: a headless browser has no background tabs. */
export async function setSeen(page: Page, isSeen: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    (isSeen ? 'visible' : 'hidden') satisfies DocumentVisibilityState,
  );
}

/**
 * Suspends a page, as a browser does with a tab in the background or on a closed laptop; events wait. Returns a
 * function that resumes it.
 */
export async function sendToSleep(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Debugger.enable');
  const asleep = new Promise((resolve) => session.once('Debugger.paused', resolve));
  await session.send('Debugger.pause');
  // It stops at the next statement.
  session.send('Runtime.evaluate', { expression: '0' }).catch(() => undefined);
  await asleep;
  return () => session.send('Debugger.disable').then(() => session.detach());
}

/** The notifications of a profile's service worker that are open now. */
export async function shownByWorker(worker: Worker): Promise<readonly ShownNotification[]> {
  return worker.evaluate(async () => {
    const all = await registration.getNotifications();
    return all.map(({ title, body, actions = [], icon }) => ({
      title,
      body,
      actions: actions.map((action) => action.title),
      hasPicture: icon.startsWith('data:image/png'),
    }));
  });
}

/**
 * Every notification that a profile's service worker has shown since the first call of this function, open or closed,
 * oldest first.
 */
export async function recordShown(worker: Worker): Promise<readonly string[]> {
  return worker.evaluate(() => {
    if (globalThis.shownByWorker === undefined) {
      const titles: string[] = [];
      globalThis.shownByWorker = titles;
      const show = registration.showNotification.bind(registration);
      registration.showNotification = (title, options) => {
        titles.push(title);
        return show(title, options);
      };
    }
    return globalThis.shownByWorker;
  });
}

/**
 * Clicks a notification of the worker; `action` is empty for the notification itself. Only a user's click lets a worker
 * open windows, so this returns the addresses that the worker tried to open.
 */
export async function pressNotification(worker: Worker, action: string): Promise<readonly string[]> {
  return worker.evaluate(async (name) => {
    const opened: string[] = [];
    clients.openWindow = (url) => {
      opened.push(String(url));
      return Promise.resolve(null);
    };
    const [notification] = await registration.getNotifications();
    const event = new NotificationEvent('notificationclick', { notification, action: name });
    const handled: Promise<unknown>[] = [];
    event.waitUntil = (done) => void handled.push(Promise.resolve(done));
    globalThis.dispatchEvent(event);
    await Promise.all(handled);
    return opened;
  }, action);
}
