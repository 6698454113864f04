import type { BrowserContext, Page } from 'puppeteer-core';
import { deviceProbe } from '../support/media/deviceProbe.ts';
import { inputProbe } from '../support/media/inputProbe.ts';
import { mediaProbe } from '../support/media/mediaProbe.ts';
import { isPageFault } from '../support/pageFaults.ts';
import { foxPersonIn, type FoxPerson } from './foxPerson.ts';

/** Opens a tab with the probes of the specs in it. */
export async function openFoxPage(profile: BrowserContext, report: (fault: string) => void): Promise<Page> {
  const page = await profile.newPage();
  page.on('pageerror', (error) => report(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && isPageFault(message.text())) report(message.text());
  });
  await page.evaluateOnNewDocument(inputProbe);
  await page.evaluateOnNewDocument(mediaProbe);
  await page.evaluateOnNewDocument(deviceProbe);
  return page;
}

/** Signs a person in at a server. */
export async function signInFox(page: Page, url: string, name: string): Promise<FoxPerson> {
  await page.goto(new URL(`/?as=${encodeURIComponent(name)}`, url).href);
  const person = foxPersonIn(page, name);
  await person.screen.expectThere({ role: 'navigation', name: 'Main' });
  return person;
}
