import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      'packages/tooling/**/*.test.ts',
      'apps/{server,web}/src/**/*.test.{ts,tsx}',
      'apps/e2e/{fuzz,integration,lab}/**/*.test.ts',
    ],
    // Much of the time is spent waiting for servers and deadlines: one core fewer than there are would be one of two.
    maxWorkers: '100%',
    // A busy machine is slow, not wrong; what hangs is still found.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    // A forgotten `.only` or `.skip` would hide tests behind a green line.
    allowOnly: false,
  },
});
