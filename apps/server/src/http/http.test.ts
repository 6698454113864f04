import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublicConfig, SignedIn, type SignInRequest } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { newToken } from '../platform/secrets.ts';
import { TestServer } from '../testing/testServer.ts';

/** The status of a sign-in, and the code of its error if there is one. */
async function signIn(server: TestServer, request: SignInRequest): Promise<string> {
  const response = await server.post('api/session', request);
  const body: unknown = await response.json();
  const error = v.safeParse(v.object({ error: v.object({ code: v.string() }) }), body);
  return error.success ? `${response.status} ${error.output.error.code}` : String(response.status);
}

test('GUESTS=open: a name is all it takes, and it is the same user again, however it is written', async () => {
  await using server = await TestServer.start({ guests: 'open' });
  const [first, again] = [await server.signIn('Ada', newToken()), await server.signIn(' aDA ', newToken())];
  expect(again.me).toEqual(first.me);
  expect(again.device.id).not.toBe(first.device.id);
  expect(again.token).not.toBe(first.token);
  expect(v.parse(PublicConfig, await (await fetch(`${server.url}api/config`)).json())).toEqual({
    guests: 'open',
  });
});

test('GUESTS=on: a name belongs to the browser profile that first used it', async () => {
  await using server = await TestServer.start({ guests: 'on' });
  const claim = newToken();
  expect(await signIn(server, { name: 'Ada', claim })).toBe('200');
  expect(await signIn(server, { name: 'ADA', claim })).toBe('200');
  expect(await signIn(server, { name: 'Ada', claim: newToken() })).toBe('409 conflict');
  expect(await signIn(server, { name: 'Ada' })).toBe('400 badRequest');
  const rush = await Promise.all(
    Array.from({ length: 8 }, () => signIn(server, { name: 'Grace', claim: newToken() })),
  );
  expect(rush.toSorted()).toEqual(['200', ...Array.from({ length: 7 }, () => '409 conflict')]);
});

test('a name that open doors gave to nobody in particular: the first claim has it from then on', async () => {
  await using server = await TestServer.start({ guests: 'open' });
  await server.signIn('Ada');
  await server.restart({ guests: 'on' });
  const claim = newToken();
  expect(await signIn(server, { name: 'Ada', claim })).toBe('200');
  expect(await signIn(server, { name: 'Ada', claim: newToken() })).toBe('409 conflict');
});

test('GUESTS=off: no guests', async () => {
  await using server = await TestServer.start({ guests: 'off' });
  expect(await signIn(server, { name: 'Ada', claim: newToken() })).toBe('403 forbidden');
});

test('what is no sign-in is told so, in words that can be shown where it is the name', async () => {
  await using server = await TestServer.start();
  const words = async (body: unknown): Promise<unknown> =>
    ((await (await server.post('api/session', body)).json()) as { error: { message: string } }).error.message;
  expect(await words({ name: '   ' })).toBe('Enter a name.');
  expect(await words({ name: 'x'.repeat(41) })).toBe('Use at most 40 characters.');
  expect(await words({ name: 'A\u202Eda' })).toBe('Use letters, digits and ordinary punctuation.');
  expect(await words({ name: 5 })).toBe('Expected a name.');
  expect(await words([])).toBe('Expected a name.');
  expect((await server.post('api/session', { name: 'x'.repeat(5_000) })).status).toBe(413);
  const headers = { 'content-type': 'application/json' };
  const broken = await fetch(`${server.url}api/session`, { method: 'POST', headers, body: '{"name": "Ada' });
  expect(broken.status).toBe(400);
  expect(await broken.text()).not.toContain('Ada');
  expect((await fetch(`${server.url}api/session`, { method: 'POST', body: 'name=Ada' })).status).toBe(400);
});

test('more sign-ins than an address may try: told when to come back; behind a proxy, the browser’s address counts', async () => {
  await using server = await TestServer.start({ limits: { signInsPerMinute: 3 }, proxies: 1 });
  const from = async (address: string): Promise<Response> =>
    server.post('api/session', { name: 'Ada' }, { 'x-forwarded-for': `6.6.6.6, ${address}` });
  for (let n = 0; n < 3; n++) expect((await from('198.51.100.7')).status).toBe(200);
  const refused = await from('198.51.100.7');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await from('198.51.100.8')).status).toBe(200);
  for (let n = 0; n < 3; n++) expect((await from(`2001:db8::${n}`)).status).toBe(200);
  expect((await from('2001:db8::ffff:1')).status).toBe(429);
});

test('a duplicated tab gets a device and a token of its own, for the same user', async () => {
  await using server = await TestServer.start();
  const first = await server.signIn('Ada');
  const headers = { authorization: `Bearer ${first.token}` };
  const twin = v.parse(SignedIn, await (await server.post('api/devices', {}, headers)).json());
  expect(twin.me).toEqual(first.me);
  expect(twin.device.id).not.toBe(first.device.id);
  expect(twin.token).not.toBe(first.token);
  expect((await server.post('api/devices', {}, { authorization: `Bearer ${newToken()}` })).status).toBe(401);
  expect((await server.post('api/devices', {})).status).toBe(401);
});

test('another site’s page may not ask', async () => {
  await using server = await TestServer.start();
  expect((await server.post('api/session', { name: 'Ada' }, { origin: 'https://evil.example' })).status).toBe(
    403,
  );
  const { origin } = new URL(server.url);
  expect((await server.post('api/session', { name: 'Ada' }, { origin })).status).toBe(200);
});

test('liveness, unknown addresses, and the headers that keep the page safe', async () => {
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

test('the app: one page for all addresses, never kept; its parts kept for good; what is missing is missing', async () => {
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

test('the app is not built yet: a page that says what to do', async () => {
  await using server = await TestServer.start({ webDir: '/nonexistent' });
  const page = await fetch(server.url);
  expect(page.status).toBe(503);
  expect(await page.text()).toContain('npm run build');
});
