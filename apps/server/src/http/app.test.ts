import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';

test('a page of another site is refused', async () => {
  await using server = await TestServer.start();
  expect((await server.post('api/session', { name: 'Ada' }, { origin: 'https://evil.example' })).status).toBe(
    403,
  );
  const { origin } = new URL(server.url);
  expect((await server.post('api/session', { name: 'Ada' }, { origin })).status).toBe(200);
});

test('health check, unknown paths and security headers', async () => {
  await using server = await TestServer.start();
  const health = await fetch(`${server.url}healthz`);
  expect([health.status, await health.text()]).toEqual([200, 'ok']);
  expect(health.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(health.headers.get('content-security-policy')).toContain("connect-src 'self'");
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
