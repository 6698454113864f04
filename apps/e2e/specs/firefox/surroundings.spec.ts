import type { Page } from 'puppeteer-core';
import { acceptMixed, hangUpMixed, ringMixed } from '../../firefox/mixedCall.ts';
import { expect, test } from '../../firefox/foxTest.ts';
import { expectFoxRise } from '../../firefox/foxPerson.ts';
import { expectRise } from '../../support/media/mediaProbe.ts';

test.describe.configure({ mode: 'default' });

/** The microphones of a page in Firefox, which names them once it has opened one. */
async function microphonesOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    const all = await navigator.mediaDevices.enumerateDevices();
    return all.filter(({ kind }) => kind === 'audioinput').map(({ label }) => label);
  });
}

test(
  'without a microphone Firefox listens, and is heard with the first one plugged in',
  { tag: '@long' },
  async ({ person, foxPerson }) => {
    const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
    const labels = await microphonesOf(fox.page);
    expect(labels.length).toBeGreaterThan(0);
    await fox.page.evaluate((all) => {
      for (const label of all) window.deviceProbe?.unplug(label);
    }, labels);
    const pair = { fox, chrome, caller: 'Firefox' } as const;
    await ringMixed(pair, 'voice');
    await acceptMixed(pair, 'voice');
    await expectFoxRise(fox, 'audioEnergy', 0);
    await expect(chrome.callWith(fox).region).toContainText(`${fox.name} has no microphone`);
    await fox.page.evaluate((label) => window.deviceProbe?.plugIn(label ?? ''), labels[0]);
    await fox.callWith(chrome).press('Use');
    await expectRise(chrome.page, 'audioEnergy', 0);
    await hangUpMixed(pair, 'Chromium');
  },
);

/** Records the titles of the notifications that a page shows: without a desktop, Firefox keeps none of them. */
async function recordNotifications(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(async () => {
    const titles: string[] = [];
    window.passedToWorker = titles;
    window.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        titles.push(title);
      }
    };
    const worker = await navigator.serviceWorker.getRegistration();
    const show = worker?.showNotification.bind(worker);
    if (worker === undefined || show === undefined) return;
    worker.showNotification = (title, options) => {
      titles.push(title);
      return show(title, options);
    };
  });
  return () => page.evaluate(() => window.passedToWorker ?? []);
}

async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

test(
  'Firefox is in the background: a call shows a notification, which says that it was missed once it is canceled',
  { tag: '@long' },
  async ({ person, foxPerson }) => {
    const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
    await fox.allow('notifications');
    await fox.screen.press({ role: 'link', name: 'Settings' });
    await fox.screen.press({ role: 'switch', name: 'Calls and messages' });
    await fox.screen.press({ role: 'link', name: 'People' });
    const shown = await recordNotifications(fox.page);
    await hide(fox.page);
    await ringMixed({ fox, chrome, caller: 'Chromium' }, 'voice');
    const ringing = `Call request from ${chrome.name}`;
    await expect.poll(shown).toEqual([ringing]);
    await chrome.callWith(fox).cancel.click();
    await expect.poll(shown).toEqual([ringing, `Missed voice call from ${chrome.name}`]);
  },
);
