import type { Locator } from '@playwright/test';

/** Wall-clock time, ahead enough that every page can be told of it before it comes. */
const leadMs = 150;

/** A moment for several pages of this machine to act at. */
export function soon(): number {
  return Date.now() + leadMs;
}

/**
 * Presses a button at a moment, from inside its page: two pages told the same moment press within a few ms of each
 * other, which no two clicks from outside do. A button that is gone by then presses nothing.
 *
 * @param atMs on the machine's clock
 */
export async function pressAt(button: Locator, atMs: number): Promise<void> {
  await button.evaluate(async (element, at) => {
    await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
    if (element instanceof HTMLElement && element.isConnected) element.click();
  }, atMs);
}

/**
 * Presses a button, and another one a few ms after it has come onto the screen, all from inside the page.
 *
 * @param second the accessible text of the other button
 * @returns the ms between the two presses
 */
export async function pressThen(
  first: Locator,
  second: string,
  { atMs = Date.now(), afterMs = 0 } = {},
): Promise<number> {
  return first.evaluate(
    async (element, { text, at, after }) => {
      const find = () =>
        [...document.getElementsByTagName('button')].find(
          (b) => b.innerText.trim() === text || b.ariaLabel === text,
        );
      const appears = () =>
        new Promise<HTMLElement>((resolve) => {
          const observer = new MutationObserver(look);
          function look(): void {
            const button = find();
            if (button === undefined) return;
            observer.disconnect();
            resolve(button);
          }
          observer.observe(document.body, { childList: true, subtree: true });
        });
      await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
      if (!(element instanceof HTMLElement))
        throw new TypeError('Only an element on the screen can be pressed.');
      const appeared = appears();
      const start = performance.now();
      element.click();
      const button = await appeared;
      await new Promise((resolve) => setTimeout(resolve, after));
      button.click();
      return performance.now() - start;
    },
    { text: second, at: atMs, after: afterMs },
  );
}
