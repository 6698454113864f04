import type { Page } from '@playwright/test';
import { connect, hangUp } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

declare global {
  interface Window {
    wakeLocks?: { held: number };
  }
}

/** How many locks keep the screen of a page awake. */
const held = (page: Page): Promise<number | undefined> => page.evaluate(() => window.wakeLocks?.held);

test(
  'a video call keeps both screens awake until it ends, and comes back to it with the tab',
  { tag: '@long' },
  async ({ context, person }) => {
    await context.addInitScript(countWakeLocks);
    const ada = await person('Ada');
    const grace = await person('Grace');
    expect(await held(ada.page)).toBe(0);
    await connect(ada, grace, 'video');
    await expect.poll(() => held(ada.page)).toBe(1);
    await expect.poll(() => held(grace.page)).toBe(1);
    await showTab(ada.page, 'hidden');
    await expect.poll(() => held(ada.page)).toBe(0);
    await showTab(ada.page, 'visible');
    await expect.poll(() => held(ada.page)).toBe(1);
    await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
    await expect.poll(() => held(ada.page)).toBe(0);
    await expect.poll(() => held(grace.page)).toBe(0);
  },
);

/** Test browsers never hide a tab, so the page is told. */
function showTab(page: Page, state: DocumentVisibilityState): Promise<void> {
  return page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

/** Counts locks, which not every test browser grants, and takes them away when the tab is hidden, as browsers do. */
function countWakeLocks(): void {
  const counter = { held: 0 };
  window.wakeLocks = counter;
  class FakeSentinel extends EventTarget {
    released = false;
    readonly type = 'screen';
    onrelease = null;

    constructor() {
      super();
      counter.held += 1;
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'hidden') void this.release();
      });
    }

    release(): Promise<void> {
      if (!this.released) counter.held -= 1;
      this.released = true;
      this.dispatchEvent(new Event('release'));
      return Promise.resolve();
    }
  }
  Object.defineProperty(navigator, 'wakeLock', {
    value: { request: () => Promise.resolve(new FakeSentinel()) },
    configurable: true,
  });
}
