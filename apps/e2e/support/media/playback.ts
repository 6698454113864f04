import type { Locator, Page } from '@playwright/test';

/** The slowest at which Chromium plays. */
const slowest = 1 / 16;

/**
 * Has whatever a page plays from now on play slowly: what is looked at while a recording of a second or two plays may then
 * take its time, as it does on a busy machine.
 */
export async function playSlowly(page: Page): Promise<void> {
  await page.evaluate((rate) => {
    const slowDown = ({ target }: Event): void => {
      if (target instanceof HTMLMediaElement) target.playbackRate = rate;
    };
    document.addEventListener('play', slowDown, { capture: true });
  }, slowest);
}

/** Lets something that plays slowly go on at the pace at which it was recorded. */
export async function playOn(media: Locator): Promise<void> {
  await media.evaluate((element) => {
    if (element instanceof HTMLMediaElement) element.playbackRate = 1;
  });
}
