import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { inputProbe } from '../support/media/inputProbe.ts';
import { mediaProbe } from '../support/media/mediaProbe.ts';
import { isPageFault } from '../support/pageFaults.ts';
import { expect, nameFor, test as base } from '../support/test.ts';
import { foxPersonIn, type FoxPerson } from './foxPerson.ts';
import { launchFirefox } from './launchFirefox.ts';

interface TestFixtures {
  /** Signs a person in, in a Firefox profile of their own. */
  foxPerson: (firstName: string) => Promise<FoxPerson>;
}

interface WorkerFixtures {
  firefox: Browser;
}

const startTimeoutMs = 90_000;

/** Browser tests with people in Firefox beside those in Chromium. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  firefox: [
    async ({ playwright: _ }, provide) => {
      const firefox = await launchFirefox();
      await provide(firefox);
      await firefox.close();
    },
    { scope: 'worker', timeout: startTimeoutMs },
  ],

  foxPerson: async ({ firefox, server }, provide, testInfo) => {
    const profiles: BrowserContext[] = [];
    const faults: string[] = [];
    await provide(async (firstName) => {
      const name = nameFor(testInfo, firstName);
      const profile = await firefox.createBrowserContext();
      profiles.push(profile);
      const page = await openFoxPage(profile, (fault) => faults.push(fault));
      await page.goto(new URL(`/?as=${encodeURIComponent(name)}`, server.url).href);
      const person = foxPersonIn(page, name);
      await person.screen.expectThere({ role: 'navigation', name: 'Main' });
      return person;
    });
    await Promise.all(profiles.map((profile) => profile.close()));
    expect(faults, 'errors that pages in Firefox threw').toEqual([]);
  },
});

/** Opens a tab with the probes of the specs in it. */
async function openFoxPage(profile: BrowserContext, report: (fault: string) => void): Promise<Page> {
  const page = await profile.newPage();
  page.on('pageerror', (error) => report(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && isPageFault(message.text())) report(message.text());
  });
  await page.evaluateOnNewDocument(inputProbe);
  await page.evaluateOnNewDocument(mediaProbe);
  return page;
}

export { expect };
