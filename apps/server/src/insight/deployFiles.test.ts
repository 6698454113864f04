import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';

const deploy = new URL('../../../../deploy/', import.meta.url);

let server: TestServer;
/** Every name that a query can use: a histogram has three. */
const exposed = new Set<string>();

beforeAll(async () => {
  server = await TestServer.start();
  const text = await (await fetch(`${server.url}metrics`)).text();
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm))
    for (const suffix of type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''])
      exposed.add(name + suffix);
});
afterAll(() => server[Symbol.asyncDispose]());

/** The metrics of this server that a file names. */
async function namesIn(file: string): Promise<string[]> {
  const text = await readFile(new URL(file, deploy), 'utf8');
  return [...new Set([...text.matchAll(/\bringback_[a-z0-9_]+/g)].map(([name]) => name))];
}

test.each(['grafana/ringback.json', 'prometheus/rules.yaml'])(
  '%s names only metrics that the server has',
  async (file) => {
    const names = await namesIn(file);
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !exposed.has(name))).toEqual([]);
  },
);

test('the dashboard shows every metric of calls, the relay and requests', async () => {
  const shown = new Set((await namesIn('grafana/ringback.json')).map((name) => name.replace(/_bucket$/, '')));
  const own = [...exposed].filter((name) => !/_(nodejs|process)_|_(sum|count)$/.test(name));
  expect(own.map((name) => name.replace(/_bucket$/, '')).filter((name) => !shown.has(name))).toEqual([]);
});

test('the dashboard is one that Grafana can read: its panels have ids of their own and a place', async () => {
  const dashboard: unknown = JSON.parse(await readFile(new URL('grafana/ringback.json', deploy), 'utf8'));
  expect(dashboard).toMatchObject({ uid: 'ringback' });
  const { panels } = dashboard as { panels: { id: number; gridPos: { x: number; w: number } }[] };
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
});
