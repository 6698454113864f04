import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import specs from '../../../playwright.config.ts';

const { projects: _browsersOfSpecs, ...shared } = specs;

const timed = 'timed.lab.ts';

// Calls between browsers on different networks. Needs root: see `checks/lab.ts` of the tooling.
export default defineConfig({
  ...shared,
  testDir: fileURLToPath(new URL('scenarios', import.meta.url)),
  projects: [
    { name: 'networks', testMatch: '*.lab.ts', testIgnore: timed, teardown: 'timed' },
    // Comes when all others are done, whatever became of them: a neighbor on the same cores would show in its figures.
    { name: 'timed', testMatch: timed, workers: 1 },
  ],
});
