import { createSeededRandom, freshSeed } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { runWireFuzz } from '../fuzz/wireFuzz.ts';
import { withoutLimits } from '../support/unlimitedSettings.ts';
import { makeServer } from '../support/server.ts';

// `npm run fuzz:wire` does the same at length.
test(
  'all malformed messages of a stranger are refused, and other users are not affected',
  { timeout: 120_000 },
  async () => {
    const random = createSeededRandom(freshSeed(process.env['SEED']));
    console.info(`SEED=${random.seed}`);
    const server = await makeServer({ ...withoutLimits, LOG_LEVEL: 'debug' });
    try {
      await server.start();
      const { url, output } = server;
      const results = await runWireFuzz({ url, output, perRequest: 40, perFrameKind: 1, random });
      expect(results.faults).toEqual([]);
      expect(results.total).toBeGreaterThan(700);
    } finally {
      await server.dispose();
    }
  },
);
