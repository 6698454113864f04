import type { Browser, BrowserContext } from 'puppeteer-core';
import { expect, nameFor, test as base } from '../support/test.ts';
import { openFoxPage, signInFox } from './foxPage.ts';
import type { FoxPerson } from './foxPerson.ts';
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
      return signInFox(page, server.url, name);
    });
    await Promise.all(profiles.map((profile) => profile.close()));
    expect(faults, 'errors that pages in Firefox threw').toEqual([]);
  },
});

export { expect };
