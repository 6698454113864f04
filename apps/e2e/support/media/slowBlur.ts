import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** How long each blurred frame takes in addition, in ms. */
    blurTakesMs?: number;
  }
}

/** Makes each blurred frame of a page take as long as it does on a device that is too slow. Returns what ends that. */
export async function slowDownBlur(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const draw: unknown = Reflect.get(CanvasRenderingContext2D.prototype, 'drawImage');
    window.blurTakesMs = 120;
    CanvasRenderingContext2D.prototype.drawImage = function drawSlowly(...args: unknown[]) {
      const until = performance.now() + (window.blurTakesMs ?? 0);
      // Nothing else in the app cuts a person out of a picture.
      while (this.globalCompositeOperation === 'source-in' && performance.now() < until);
      if (typeof draw === 'function') Reflect.apply(draw, this, args);
    };
  });
  return () =>
    page.evaluate(() => {
      window.blurTakesMs = 0;
    });
}
