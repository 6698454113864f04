import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import specs from '../../../playwright.config.ts';

const { projects: _browsersOfSpecs, ...shared } = specs;

const timed = 'timed.lab.ts';

// Calls between browsers on different networks. Needs root: see `checks/lab.ts` of the tooling.
export default defineConfig({
  ...shared,
  // A test keeps two whole browsers, routers and a server busy; two at once on two cores broke calls that work.
  workers: Math.max(1, Math.floor(availableParallelism() / 2)),
  testDir: fileURLToPath(new URL('scenarios', import.meta.url)),
  projects: [
    { name: 'networks', testMatch: '*.lab.ts', testIgnore: timed, teardown: 'timed' },
    // Runs after all others, even if they fail: other tests on the same cores would distort its figures.
    { name: 'timed', testMatch: timed, workers: 1 },
  ],
});
