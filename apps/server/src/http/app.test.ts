import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../platform/log.ts';
import { TestServer } from '../testing/testServer.ts';

test('a page of another site is refused', async () => {
  await using server = await TestServer.start();
  expect((await server.post('api/session', { name: 'Ada' }, { origin: 'https://evil.example' })).status).toBe(
    403,
  );
  const { origin } = new URL(server.url);
  expect((await server.post('api/session', { name: 'Ada' }, { origin })).status).toBe(200);
});

test('a host that is not this server is told which setting would add it; health checks are answered', async () => {
  await using server = await TestServer.start();
  const asked = await get(server, '/', { host: 'rebound.example' });
  expect(asked.status).toBe(421);
  expect(asked.body).toContain('PUBLIC_URL');
  expect((await get(server, '/api/config', { host: 'rebound.example' })).status).toBe(421);
  expect((await get(server, '/healthz', { host: 'rebound.example' })).status).toBe(200);
  await server.restart({ publicUrls: ['https://ring.example'] });
  expect((await get(server, '/api/config', { host: 'ring.example' })).status).toBe(200);
  expect((await get(server, '/api/config', {})).status).toBe(421);
});

test('X-Forwarded-For without TRUST_PROXY is warned about once', async () => {
  const lines: string[] = [];
  const log = createLog('warn', { write: (line) => void lines.push(line) });
  await using server = await TestServer.start({}, {}, log);
  for (const _ of [1, 2]) await get(server, '/api/config', { 'x-forwarded-for': '192.0.2.1' });
  const warnings = lines.filter((line) => line.includes('TRUST_PROXY'));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).not.toContain('192.0.2.1');
});

test('behind a proxy that serves HTTPS, browsers are told to stay with it', async () => {
  await using server = await TestServer.start({ proxies: 1 });
  const headersFor = async (proto: string): Promise<Headers> =>
    (await fetch(`${server.url}healthz`, { headers: { 'x-forwarded-proto': proto } })).headers;
  expect((await headersFor('https')).get('strict-transport-security')).toContain('max-age=');
  expect((await headersFor('https')).get('cross-origin-opener-policy')).toBe('same-origin');
  expect((await headersFor('http')).get('strict-transport-security')).toBeNull();
});

/** A request with any `Host`, which `fetch` does not allow. */
function get(
  server: TestServer,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, server.url), { headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('health check, unknown paths and security headers', async () => {
  await using server = await TestServer.start();
  const health = await fetch(`${server.url}healthz`);
  expect([health.status, await health.text()]).toEqual([200, 'ok']);
  expect(health.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(health.headers.get('content-security-policy')).toContain("connect-src 'self'");
  expect(health.headers.get('content-security-policy')).toContain('trusted-types ringback-worker default');
  expect(health.headers.get('strict-transport-security')).toBeNull();
  expect(health.headers.get('permissions-policy')).toContain('microphone=(self)');
  expect(health.headers.get('x-content-type-options')).toBe('nosniff');
  expect(health.headers.get('x-powered-by')).toBeNull();
  const unknown = await fetch(`${server.url}api/nothing`);
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'notFound' } }]);
});

test('the app: one page for all paths, not cached; assets cached forever; a missing asset is not found', async () => {
  const webDir = await mkdtemp(join(tmpdir(), 'ringback-web-'));
  await mkdir(join(webDir, 'assets'));
  await writeFile(join(webDir, 'index.html'), '<title>Ringback</title>');
  await writeFile(join(webDir, 'assets', 'app-1a2b.js'), 'export {};');
  await using server = await TestServer.start({ webDir });
  const get = (path: string): Promise<Response> =>
    fetch(`${server.url}${path}`, { headers: { accept: 'text/html,*/*' } });
  for (const path of ['', 'calls', 'calls/1', 'people/2?x=y', '?as=Ada']) {
    const page = await get(path);
    expect([page.status, await page.text()]).toEqual([200, '<title>Ringback</title>']);
    expect(page.headers.get('cache-control')).toBe('no-cache');
  }
  const part = await get('assets/app-1a2b.js');
  expect(part.headers.get('cache-control')).toContain('immutable');
  expect(part.headers.get('content-type')).toContain('javascript');
  expect((await get('assets/app-old.js')).status).toBe(404);
  expect((await get('..%2f..%2fetc%2fpasswd')).status).not.toBe(500);
  await rm(webDir, { recursive: true });
});

test('without a build, a page explains what to do', async () => {
  await using server = await TestServer.start({ webDir: '/nonexistent' });
  const page = await fetch(server.url);
  expect(page.status).toBe(503);
  expect(await page.text()).toContain('npm run build');
});
