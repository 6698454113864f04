import { ensureWebBuild } from '@ringback/tooling';
import { test as base, expect, type BrowserContext } from '@playwright/test';
import { installInputProbe } from '../support/inputProbe.ts';
import { installMediaProbe } from '../support/mediaProbe.ts';
import { watchFaults } from '../support/pageFaults.ts';
import { personIn, type Person } from '../support/person.ts';
import { nameFor } from '../support/test.ts';
import { createLab, type Lab, type Who } from './lab.ts';
import { installTimeline } from './timeline.ts';

interface TestFixtures {
  /** What differs in the environment of Ringback's server. */
  settings: Readonly<Record<string, string>>;
  /** Signs somebody in, each in a browser on a host of their own. */
  join: (who: Who) => Promise<Person>;
}

interface WorkerFixtures {
  /** One for all tests; each finds it healed. */
  lab: Lab;
}

/** The web app may have to be built first. */
const setUpTimeoutMs = 120_000;

const firstNames: Readonly<Record<Who, string>> = { ada: 'Ada', ida: 'Ida', grace: 'Grace' };

/** The tests of the lab: people in browsers on different networks. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  lab: [
    async ({ playwright }, provide) => {
      await ensureWebBuild();
      const lab = await createLab(playwright.chromium);
      await provide(lab);
      await lab.dispose();
    },
    { scope: 'worker', timeout: setUpTimeoutMs },
  ],

  settings: [{}, { option: true }],

  join: async ({ lab, settings }, provide, testInfo) => {
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    await lab.heal();
    await provide(async (who) => {
      const { url } = await lab.app(settings);
      const context = await (await lab.browserOf(who)).newContext();
      contexts.push(context);
      for (const install of [installInputProbe, installMediaProbe, installTimeline]) await install(context);
      const page = await context.newPage();
      watchFaults(page, (fault) => faults.push(fault));
      const name = nameFor(testInfo, firstNames[who]);
      await page.goto(`${url}/?as=${encodeURIComponent(name)}`);
      const person = personIn(page, name);
      await expect(person.frame.main).toBeVisible();
      return person;
    });
    await Promise.all(contexts.map((context) => context.close()));
    await lab.heal();
    expect(faults, 'errors that pages threw').toEqual([]);
  },
});

/** Prints what was measured, under the name of the test. */
export function tell(figures: string): void {
  console.log(`    ${test.info().title}: ${figures}`);
}

export { expect };
