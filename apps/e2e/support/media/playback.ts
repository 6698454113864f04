import type { Locator, Page } from '@playwright/test';

/** The slowest rate that Chromium supports. */
const slowest = 1 / 16;

/**
 * Slows down all playback in a page, so that a spec on a busy machine has time to check the screen while a recording of
 * a second or two plays.
 */
export async function playSlowly(page: Page): Promise<void> {
  await page.evaluate((rate) => {
    const slowDown = ({ target }: Event): void => {
      if (target instanceof HTMLMediaElement) target.playbackRate = rate;
    };
    document.addEventListener('play', slowDown, { capture: true });
  }, slowest);
}

/** Restores the normal rate of slowed playback. */
export async function playOn(media: Locator): Promise<void> {
  await media.evaluate((element) => {
    if (element instanceof HTMLMediaElement) element.playbackRate = 1;
  });
}
