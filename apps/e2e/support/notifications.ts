import type { BrowserContext, Page, Worker } from '@playwright/test';

/** A notification as the system shows it. */
export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly hasPicture: boolean;
}

declare global {
  // What a service worker has around it.
  var registration: ServiceWorkerRegistration;
  var NotificationEvent: new (type: string, init: object) => Event;
  interface Notification {
    readonly actions?: readonly { readonly title: string }[];
  }
  interface Window {
    /** Every notification that the page has shown, and whether it is still there. */
    shownByPage?: (Shown & { isOpen: boolean })[];
    /** How many tones go on that are not stopped yet. */
    tones?: { sounding: number };
  }
}

/** Lets pages of a profile show notifications, and specs see what they show and sound; before its first page loads. */
export async function installNoticeProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(probeInPage);
}

/** Runs in the page, so it may use nothing from this file. What it wraps goes on doing what it does. */
function probeInPage(): void {
  const shown: NonNullable<Window['shownByPage']> = [];
  window.shownByPage = shown;
  window.Notification = class extends Notification {
    constructor(title: string, options: NotificationOptions = {}) {
      super(title, options);
      const { body = '', icon } = options;
      const record = { title, body, actions: [], hasPicture: icon !== undefined, isOpen: true };
      shown.push(record);
      this.addEventListener('close', () => (record.isOpen = false));
    }
  };
  const tones = { sounding: 0 };
  window.tones = tones;
  window.AudioContext = class extends AudioContext {
    override createBufferSource(): AudioBufferSourceNode {
      const source = super.createBufferSource();
      const [start, stop] = [source.start.bind(source), source.stop.bind(source)];
      source.start = (...when) => {
        start(...when);
        if (source.loop) tones.sounding += 1;
      };
      // Its own `ended` never comes where the context sleeps by then.
      source.stop = (...when) => {
        stop(...when);
        if (source.loop) tones.sounding -= 1;
      };
      return source;
    }
  };
}

/** What a page without a service worker has shown so far. */
export async function shownBy(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window.shownByPage ?? []).map(({ title }) => title));
}

/** What of that is still there. */
export async function openAt(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    (window.shownByPage ?? []).flatMap(({ title, isOpen }) => (isOpen ? [title] : [])),
  );
}

/** How many tones go on in a page. */
export async function tonesIn(page: Page): Promise<number> {
  return page.evaluate(() => window.tones?.sounding ?? 0);
}

/** Has a page believe that nobody sees it, or that somebody does: a headless browser has no tabs in the background. */
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

/** What the service worker of a profile shows now. */
export async function shownByWorker(worker: Worker): Promise<readonly Shown[]> {
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

/** Presses what the worker shows; `action` is empty for the notification itself. */
export async function pressNotification(worker: Worker, action: string): Promise<void> {
  await worker.evaluate(async (name) => {
    const [notification] = await registration.getNotifications();
    globalThis.dispatchEvent(new NotificationEvent('notificationclick', { notification, action: name }));
  }, action);
}
