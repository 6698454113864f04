import type { Locator } from '@playwright/test';

/** Lead time for every page to learn the moment; a page that learns it later acts at once. */
const leadMs = 150;

/** A button, and how many ms after the others to press it. */
interface TimedPress {
  readonly button: Locator;
  readonly afterMs?: number;
}

/**
 * Presses buttons of several pages at one moment, from inside the pages: within a few ms of each other, which clicks
 * from outside cannot achieve.
 * @returns for each button whether it could be pressed, or was gone by then
 */
export async function pressTogether(...presses: readonly TimedPress[]): Promise<boolean[]> {
  const ready = await Promise.all(
    presses.map(async ({ button, afterMs = 0 }) => ({ handle: await button.elementHandle(), afterMs })),
  );
  const at = soon();
  return Promise.all(ready.map(({ handle, afterMs }) => pressAt(handle, at + afterMs)));
}

/** A moment in the near future, on this machine's clock, at which several pages act. */
export function soon(): number {
  return Date.now() + leadMs;
}

type Button = Awaited<ReturnType<Locator['elementHandle']>>;

async function pressAt(button: Button, atMs: number): Promise<boolean> {
  if (button === null) return false;
  return button.evaluate(async (element, at) => {
    await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
    if (!(element instanceof HTMLElement && element.isConnected)) return false;
    element.click();
    return true;
  }, atMs);
}

/**
 * Presses a button, and another one a few ms after it appears, from inside the page.
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
      const appears = () => {
        const { promise, resolve } = Promise.withResolvers<HTMLElement>();
        const observer = new MutationObserver(() => {
          const button = find();
          if (button === undefined) return;
          observer.disconnect();
          resolve(button);
        });
        observer.observe(document.body, { childList: true, subtree: true });
        return promise;
      };
      await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
      if (!(element instanceof HTMLElement))
        throw new TypeError('Only an element on the screen can be pressed.');
      const appeared = appears();
      const start = performance.now();
      element.click();
      const button = await appeared;
      if (after > 0) await new Promise((resolve) => setTimeout(resolve, after));
      button.click();
      return performance.now() - start;
    },
    { text: second, at: atMs, after: afterMs },
  );
}
