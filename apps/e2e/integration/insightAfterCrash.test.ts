import { Insight } from '@ringback/protocol';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { longTimeout, talk, TestCluster } from './testCluster.ts';

const ADMIN_TOKEN = 'a-token-for-the-integration-tests';
const dayMs = 24 * 60 * 60 * 1000;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start({ ADMIN_TOKEN });
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** The sum of a figure over all labels. */
async function sumOf(figure: string): Promise<number> {
  const now = Date.now();
  const response = await fetch(
    `${cluster.server.url}/api/insight?from=${now - dayMs / 2}&to=${now + dayMs / 4}`,
    {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    },
  );
  const { rows } = v.parse(Insight, await response.json());
  return rows.filter((row) => row.figure === figure).reduce((sum, { value }) => sum + value, 0);
}

const figures = ['placed', 'answered', 'placeToRing', 'route', 'ended'];

test('the server dies right after calls: their figures are all there, each once', longTimeout, async () => {
  const ada = await cluster.person('Ada');
  const grace = await cluster.person('Grace');
  await talk(ada, grace);
  ada.screen.current?.hangUp?.();
  expect(await grace.history(1)).toEqual(['incoming answered']);
  await talk(grace, ada);
  await cluster.server.kill();
  await cluster.server.start();
  await Promise.all([ada.online(), grace.online()]);
  expect(await Promise.all(figures.map(sumOf))).toEqual([1, 1, 1, 1, 1]);
  grace.screen.current?.hangUp?.();
  expect(await ada.history(2)).toEqual(['incoming answered', 'outgoing answered']);
  expect(await Promise.all(figures.map(sumOf))).toEqual([2, 2, 2, 2, 2]);
});
