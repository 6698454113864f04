import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import specs from '../../../playwright.config.ts';

const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const themes = ['light', 'dark'] as const;

// Photographs of the real app in its main states, for looking at: nothing is compared. `npm run screens -w @ringback/e2e`
export default defineConfig({
  ...specs,
  testDir: fileURLToPath(new URL('.', import.meta.url)),
  testMatch: 'tour.ts',
  timeout: 120_000,
  projects: Object.entries(sizes).flatMap(([size, viewport]) =>
    themes.map((colorScheme) => ({
      name: `${size}-${colorScheme}`,
      use: { viewport, colorScheme, trace: 'off' },
    })),
  ),
});
