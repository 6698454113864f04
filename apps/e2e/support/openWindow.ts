import type { BrowserContext, Page } from '@playwright/test';

/**
 * Opens a tab in its own window. Only one tab of a window is in front, and headless Chromium takes 1 to 2 s to handle
 * each click in the others (measured with Chromium 156: 2 s instead of 40 ms).
 */
export async function openWindow(context: BrowserContext): Promise<Page> {
  const [first] = context.pages();
  const browser = context.browser();
  if (first === undefined || browser === null) return context.newPage();
  const tab = await context.newCDPSession(first);
  const { browserContextId } = (await tab.send('Target.getTargetInfo')).targetInfo;
  await tab.detach();
  const opened = context.waitForEvent('page');
  const session = await browser.newBrowserCDPSession();
  await session.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    ...(browserContextId !== undefined && { browserContextId }),
  });
  const page = await opened;
  await session.detach();
  return page;
}
