import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Shared by all projects. */
const shared = {
  // Long enough for a busy machine; a test that hangs is still found.
  testTimeout: 30_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 15_000 } },
  // For property tests: how many random runs they make, and the seed that repeats a failure; empty for their defaults.
  provide: { propertyRuns: process.env['PROPERTY_RUNS'] ?? '', seed: process.env['SEED'] ?? '' },
};

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    // Tests mostly wait for servers and deadlines; the default, one worker fewer than cores, would be one of two.
    maxWorkers: '100%',
    // A forgotten `.only` or `.skip` would hide tests behind a green line.
    allowOnly: false,
    projects: [
      {
        test: {
          ...shared,
          name: 'modules',
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'packages/tooling/**/*.test.ts',
            'apps/web/src/**/*.test.{ts,tsx}',
            'apps/e2e/{fuzz,lab}/**/*.test.ts',
          ],
          // Tests of code without processes or threads share a worker, which saves a third of the time.
          isolate: false,
          unstubGlobals: true,
          restoreMocks: true,
        },
      },
      {
        test: {
          ...shared,
          name: 'servers',
          include: ['apps/server/src/**/*.test.ts', 'apps/e2e/integration/**/*.test.ts'],
        },
      },
    ],
  },
});
