import { ensureWebBuild, findHeadlessShell } from '@ringback/tooling';
import { test as base, expect } from '@playwright/test';
import type { BrowserContext } from 'puppeteer-core';
import type { FoxPerson } from '../firefox/foxPerson.ts';
import { openFoxPage, signInFox } from '../firefox/foxPage.ts';
import type { Person } from '../support/person.ts';
import { nameFor } from '../support/test.ts';
import { joinLab, type Joined } from './joinLab.ts';
import { appForFirefox } from './labFirefox.ts';
import { createLab, type Lab, type Who } from './lab.ts';

interface TestFixtures {
  /** Environment variables of the server, in addition to the lab's defaults. */
  settings: Readonly<Record<string, string>>;
  /** Signs people in, each in a browser on their own host. */
  join: (who: Who) => Promise<Person>;
}

interface FoxFixtures {
  /** Signs people in, each in Firefox on their own host. */
  joinInFirefox: (who: Who) => Promise<FoxPerson>;
}

interface WorkerFixtures {
  /** One for all tests; each starts with its defaults restored. */
  lab: Lab;
}

/** The web app may have to be built first. */
const setUpTimeoutMs = 120_000;

const firstNames: Readonly<Record<Who, string>> = { ada: 'Ada', ida: 'Ida', grace: 'Grace' };

/** The tests of the lab: people in browsers on different networks. */
export const test = base.extend<TestFixtures & FoxFixtures, WorkerFixtures>({
  lab: [
    async ({ playwright }, provide) => {
      await ensureWebBuild();
      const lab = await createLab(playwright.chromium, findHeadlessShell(process.env) ?? undefined);
      await provide(lab);
      await lab.dispose();
    },
    { scope: 'worker', timeout: setUpTimeoutMs },
  ],

  settings: [{}, { option: true }],

  join: async ({ lab, settings }, provide, testInfo) => {
    const joined: Joined[] = [];
    const faults: string[] = [];
    await lab.heal();
    await provide(async (who) => {
      const { url } = await lab.app(settings);
      const name = nameFor(testInfo, firstNames[who]);
      const one = await joinLab({ lab, url, who, name, onFault: (fault) => faults.push(fault) });
      joined.push(one);
      return one.person;
    });
    await Promise.all(joined.map(({ close }) => close()));
    await lab.heal();
    expect(faults, 'errors that pages threw').toEqual([]);
  },

  joinInFirefox: async ({ lab, settings }, provide, testInfo) => {
    const profiles: BrowserContext[] = [];
    await provide(async (who) => {
      await lab.app(settings);
      const profile = await (await lab.firefoxOf(who)).createBrowserContext();
      profiles.push(profile);
      const page = await openFoxPage(profile, (fault) => expect(fault, 'an error in Firefox').toBe(''));
      return signInFox(page, appForFirefox, nameFor(testInfo, firstNames[who]));
    });
    await Promise.all(profiles.map((profile) => profile.close()));
  },
});

/** Prints measurements under the name of the test. */
export function printFigure(figures: string): void {
  console.log(`    ${test.info().title}: ${figures}`);
}

export { expect };
