import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import specs from '../../../playwright.config.ts';

// Calls between browsers on different networks. Needs root: see `checks/lab.ts` of the tooling.
export default defineConfig({
  ...specs,
  testDir: fileURLToPath(new URL('scenarios', import.meta.url)),
  testMatch: '*.lab.ts',
});
