import { availableParallelism } from 'node:os';
import { chromiumFlags, findBrowser, findHeadlessShell } from '@ringback/tooling';
import { defineConfig, type LaunchOptions } from '@playwright/test';

/** Half the usual frame rate: few cores encode and draw two videos, and no spec counts frames. */
const flags = [...chromiumFlags(), '--use-fake-device-for-media-stream=fps=10'];

/** Starts this program; where there is none, Playwright's own is used if it is installed. */
const launching = (executablePath: string | null): LaunchOptions => ({
  args: flags,
  ...(executablePath === null ? {} : { executablePath }),
});

/** Specs for the whole browser: the headless shell has no system notifications and never denies a microphone. */
const needWindows = [
  '**/notifications/*.spec.ts',
  '**/media/permissions.spec.ts',
  '**/media/capture.spec.ts',
];

export default defineConfig({
  testDir: 'apps/e2e/specs',
  outputDir: 'test-results',
  forbidOnly: true,
  // A call between two pages keeps one core busy on average, and waits for the rest of the time.
  workers: Math.min(4, availableParallelism()),
  fullyParallel: true,
  // A call that works only on a retry does not work.
  retries: 0,
  reporter: 'list',
  // Some situations wait for several of the server's deadlines in a row.
  timeout: 120_000,
  // Beyond any wait of people, within any deadline of the server: two cores may be busy.
  expect: { timeout: 15_000 },
  use: {
    // A control that cannot be pressed by then is covered, and would delay the whole run.
    actionTimeout: 15_000,
    browserName: 'chromium',
    // Traces cost a tenth of a run's CPU time; `--trace on` makes one when needed.
    trace: 'off',
    screenshot: 'only-on-failure',
    // Recording needs an ffmpeg that Playwright downloads, which not every machine can do.
    video: 'off',
  },
  projects: [
    {
      name: 'calls',
      testIgnore: needWindows,
      use: {
        launchOptions: launching(findHeadlessShell(process.env)),
        // The shell reports that it has yet to ask, whatever the flags say, and the app waits for the answer.
        permissions: ['camera', 'microphone'],
      },
    },
    { name: 'windows', testMatch: needWindows, use: { launchOptions: launching(findBrowser(process.env)) } },
  ],
});
