import { expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';
import { hourMs } from './figures.ts';
import { adminToken, bearer } from './insight.testing.ts';

const lastDay = (): string => `from=${Date.now() - 24 * hourMs}&to=${Date.now()}`;

test('without ADMIN_TOKEN there are neither the page nor the figures', async () => {
  await using server = await TestServer.start();
  for (const path of ['insight', 'insight/', `api/insight?${lastDay()}`]) {
    const headers = { accept: 'text/html', ...bearer(adminToken) };
    expect((await fetch(server.url + path, { headers })).status).toBe(404);
  }
});

test('wrong tokens for the figures and for the desk count together, and the right one has to wait', async () => {
  await using server = await TestServer.start({ adminToken, proxies: 1 });
  const from = (address: string, token: string | undefined): Promise<Response> =>
    fetch(`${server.url}api/insight?${lastDay()}`, {
      headers: { ...(token !== undefined && bearer(token)), 'x-forwarded-for': address },
    });
  expect((await from('198.51.100.7', undefined)).status).toBe(401);
  for (const token of ['', `${adminToken}x`, adminToken.slice(1)])
    expect((await from('198.51.100.7', token)).status).toBe(401);
  const desk = await server.post(
    'api/admin/people',
    {},
    {
      ...bearer('not the token'),
      'x-forwarded-for': '198.51.100.7',
    },
  );
  expect(desk.status).toBe(401);
  const refused = await from('198.51.100.7', adminToken);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await from('198.51.100.8', adminToken)).status).toBe(200);
});

test('a query that makes no sense, or asks for too much, is refused', async () => {
  await using server = await TestServer.start({ adminToken });
  const now = Date.now();
  const queries = [
    '',
    `from=${now}`,
    `to=${now}`,
    `from=${now}&to=${now}`,
    `from=${now}&to=${now - 1}`,
    `from=-1&to=${now}`,
    `from=0&to=${now}`,
    `from=1.5&to=${now}`,
    `from=1e3&to=${now}`,
    'from=NaN&to=Infinity',
    'from=0&to=9999999999999999',
    `from=${now - 32 * 24 * hourMs}&to=${now}`,
    `from=${now - 1}&from=${now - 2}&to=${now}`,
    `from[a]=${now - 1}&to=${now}`,
    `from=${now - 1}&to=${now}&label=x`,
    `from=${encodeURIComponent("1' or 1=1")}&to=${now}`,
  ];
  for (const query of queries) {
    const response = await fetch(`${server.url}api/insight?${query}`, { headers: bearer(adminToken) });
    expect([query, response.status]).toEqual([query, 400]);
  }
});

test('the longest range is answered in steps of a day', async () => {
  await using server = await TestServer.start({ adminToken });
  const to = Date.now();
  const query = `from=${to - 30 * 24 * hourMs}&to=${to}`;
  const response = await fetch(`${server.url}api/insight?${query}`, { headers: bearer(adminToken) });
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toMatchObject({ stepMs: 24 * hourMs });
});
