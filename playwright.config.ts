import { availableParallelism } from 'node:os';
import { chromiumFlags, findBrowser, findHeadlessShell } from '@ringback/tooling';
import { defineConfig, type LaunchOptions } from '@playwright/test';

/** Half as many frames as usual: two pictures are coded and drawn on few cores, and no spec looks at their number. */
const flags = [...chromiumFlags(), '--use-fake-device-for-media-stream=fps=10'];

/** Starts this program; where there is none, Playwright's own is used if it is installed. */
const launching = (executablePath: string | null): LaunchOptions => ({
  args: flags,
  ...(executablePath === null ? {} : { executablePath }),
});

/** What the shell without windows cannot do: it has no notifications of the system, and refuses nobody a microphone. */
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
  // A call that works at the second try does not work.
  retries: 0,
  reporter: 'list',
  // Some situations wait for several of the server's deadlines in a row.
  timeout: 120_000,
  // Beyond any wait of people, within any deadline of the server: two cores may be busy.
  expect: { timeout: 15_000 },
  use: {
    // Something that cannot be pressed by then is covered, and would hold up the whole run.
    actionTimeout: 15_000,
    browserName: 'chromium',
    // Keeping one costs a tenth of all the work of a run; `--trace on` makes one where it is wanted.
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
        // Whatever the flags say, the shell would answer that it has yet to ask, and the app waits for that.
        permissions: ['camera', 'microphone'],
      },
    },
    { name: 'windows', testMatch: needWindows, use: { launchOptions: launching(findBrowser(process.env)) } },
  ],
});
