import { expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';
import { bearer } from './insight.testing.ts';

const metricsToken = 'a-token-that-only-prometheus-has';

async function statusOf(server: TestServer, headers: Record<string, string> = {}): Promise<number> {
  return (await fetch(`${server.url}metrics`, { headers })).status;
}

test('a call shows in the metrics, beside those of the process', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:decline', { callId });
  const response = await fetch(`${server.url}metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  expect(text).toContain('ringback_calls_placed_total{media="audio"} 1');
  expect(text).toContain('ringback_calls_ended_total{reason="declined",cause=""} 1');
  expect(text).toContain('ringback_sockets 2');
  expect(text).toContain('ringback_process_resident_memory_bytes');
  for (const secret of ['Ada', 'Grace', ada.userId, callId, '127.0.0.1']) expect(text).not.toContain(secret);
});

test('without METRICS_TOKEN only this machine itself reads the metrics', async () => {
  await using server = await TestServer.start();
  expect(await statusOf(server)).toBe(200);
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-proto'])
    expect([name, await statusOf(server, { [name]: '127.0.0.1' })]).toEqual([name, 404]);
  expect(await statusOf(server, { origin: 'https://evil.example' })).toBe(404);
  await server.restart({ proxies: 1 });
  expect(await statusOf(server)).toBe(404);
});

test('with METRICS_TOKEN the metrics need it, and wrong ones are limited', async () => {
  await using server = await TestServer.start({ metricsToken });
  expect(await statusOf(server, bearer(metricsToken))).toBe(200);
  for (const headers of [
    {},
    bearer(''),
    bearer('wrong'),
    bearer(`${metricsToken}x`),
    { authorization: metricsToken },
  ])
    expect(await statusOf(server, headers)).toBe(401);
  expect(await statusOf(server, bearer(metricsToken))).toBe(429);
});
