import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import specs from '../../../playwright.config.ts';

const { projects: _browsersOfSpecs, ...shared } = specs;

// Calls between browsers on different networks. Needs root: see `checks/lab.ts` of the tooling.
export default defineConfig({
  ...shared,
  testDir: fileURLToPath(new URL('scenarios', import.meta.url)),
  testMatch: '*.lab.ts',
});
