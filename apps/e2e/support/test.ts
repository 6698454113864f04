import { ensureWebBuild } from '@ringback/tooling';
import { test as base, expect, type BrowserContext, type Page, type TestInfo } from '@playwright/test';
import { installInputProbe } from './media/inputProbe.ts';
import { installMediaProbe } from './media/mediaProbe.ts';
import { openWindow } from './openWindow.ts';
import { watchFaults } from './pageFaults.ts';
import { personIn, type Person } from './person.ts';
import { forTests, makeServer, type Server, type ServerEnvironment } from './server.ts';

interface Profile {
  /** `same` (the default): another tab of the same browser profile. `own`: its own profile. */
  readonly profile?: 'same' | 'own';
}

/** Opens a tab with a signed-in person. The same first name is the same user, so two calls make two devices. */
export type OpenPerson = (firstName: string, options?: Profile) => Promise<Person>;

/** What each test can use. */
export interface TestFixtures {
  /** Environment variables of the server, in addition to the defaults. */
  settings: ServerEnvironment;
  /** A healthy server; tests with the same settings share it, and may crash it. */
  server: Server;
  person: OpenPerson;
  /** Opens a signed-out tab at a path of the server. */
  open: (path: string, options?: Profile) => Promise<Page>;
}

/** What the tests of one worker share. */
export interface WorkerFixtures {
  defaults: ServerEnvironment;
  serverWith: (settings: ServerEnvironment) => Promise<Server>;
}

/** The web app may have to be built first. */
const setUpTimeoutMs = 120_000;

/** Ringback's browser tests: a server, and people in tabs. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  defaults: [forTests, { option: true, scope: 'worker' }],

  serverWith: [
    async ({ defaults }, provide) => {
      await ensureWebBuild();
      const servers = new Map<string, Server>();
      await provide(async (settings) => {
        const key = JSON.stringify(settings);
        const server = servers.get(key) ?? (await makeServer({ ...defaults, ...settings }));
        servers.set(key, server);
        await server.start();
        return server;
      });
      await Promise.all([...servers.values()].map((server) => server.dispose()));
    },
    { scope: 'worker', timeout: setUpTimeoutMs },
  ],

  settings: [{}, { option: true }],

  server: async ({ serverWith, settings }, provide, testInfo) => {
    const server = await serverWith(settings);
    const start = server.output().length;
    await provide(server);
    await attachIfFailed(testInfo, 'server output', server.output().slice(start));
  },

  open: async ({ server, context, browser }, provide) => {
    const own: BrowserContext[] = [];
    const faults: string[] = [];
    await installProbes(context);

    async function newProfile(): Promise<BrowserContext> {
      const profile = await browser.newContext();
      own.push(profile);
      await installProbes(profile);
      return profile;
    }

    await provide(async (path, { profile = 'same' } = {}) => {
      const page = await openWindow(profile === 'same' ? context : await newProfile());
      watchFaults(page, (fault) => faults.push(fault));
      await page.goto(new URL(path, server.url).href);
      return page;
    });
    await Promise.all(own.map((profile) => profile.close()));
    expect(faults, 'errors that pages threw').toEqual([]);
  },

  person: async ({ open }, provide, testInfo) => {
    await provide(async (firstName, options) => {
      const name = nameFor(testInfo, firstName);
      const person = personIn(await open(`/?as=${encodeURIComponent(name)}`, options), name);
      await expect(person.navigation.main).toBeVisible();
      return person;
    });
  },
});

async function installProbes(context: BrowserContext): Promise<void> {
  await installInputProbe(context);
  await installMediaProbe(context);
}

/** A name unique to this test, so that tests can share a server. */
export function nameFor(testInfo: TestInfo, firstName: string): string {
  return `${firstName} ${testInfo.testId.slice(-4)}`;
}

async function attachIfFailed(testInfo: TestInfo, name: string, body: string): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus) return;
  await testInfo.attach(name, { body, contentType: 'text/plain' });
}

export { expect };
