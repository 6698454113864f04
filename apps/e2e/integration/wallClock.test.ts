import { afterEach, describe, expect, test, vi } from 'vitest';
import { realClock } from '@ringback/testkit';
import { longTimeout, TestCluster } from './testCluster.ts';

const systemNow = Date.now.bind(Date);

/** Sets the wall clock of the clients, which run in this process. The server has its own. */
function setWallClock(aheadMs: number): void {
  vi.spyOn(Date, 'now').mockImplementation(() => systemNow() + aheadMs);
}

/** Both clocks count whole milliseconds, and the offset between them is rounded. */
const roundingMs = 5;

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the wall clocks of clients are set while they are connected', longTimeout, () => {
  test.for([60_000, 300_000, -3_600_000])(
    'by %d ms: it rings, and a call lasts as long as it lasted',
    async (ms) => {
      await using cluster = await TestCluster.start();
      const ada = await cluster.person('Ada');
      const grace = await cluster.person('Grace');
      setWallClock(ms);
      const startedAt = performance.now();
      ada.call(grace);
      await grace.incoming();
      await ada.current(({ status }) => status.kind === 'ringing');
      (await grace.incoming()).accept();
      const { status } = await ada.current((call) => call.status.kind === 'talking');
      if (status.kind !== 'talking') throw new Error('There is no running time.');
      const sinceMs = realClock.now() - status.sinceMs;
      expect(sinceMs).toBeLessThanOrEqual(Math.ceil(performance.now() - startedAt) + roundingMs);
      setWallClock(2 * ms);
      const { hangUp } = await grace.current((call) => call.status.kind === 'talking');
      hangUp?.();
      await ada.history(1);
      const [entry] = ada.engine.history.getState().all.entries;
      expect(entry?.durationMs).toBeLessThanOrEqual(Math.ceil(performance.now() - startedAt) + roundingMs);
    },
  );
});
