import { PublicConfig, SignedIn, type SignInRequest } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { newToken } from '../platform/secrets.ts';
import { Device, TestServer } from '../testing/testServer.ts';
import { watchedStorage } from '../testing/watchedStorage.ts';
import { becomeAccount } from './credentials/credentials.testing.ts';

/** The status of a sign-in, and the code of its error if there is one. */
async function signIn(server: TestServer, request: SignInRequest): Promise<string> {
  const response = await server.post('api/session', request);
  const body: unknown = await response.json();
  const error = v.safeParse(v.object({ error: v.object({ code: v.string() }) }), body);
  return error.success ? `${response.status} ${error.output.error.code}` : String(response.status);
}

test('GUESTS=open: the same name in any spelling signs in the same user', async () => {
  await using server = await TestServer.start({ guests: 'open' });
  const [first, again] = [await server.signIn('Ada', newToken()), await server.signIn(' aDA ', newToken())];
  expect(again.me).toEqual(first.me);
  expect(again.device.id).not.toBe(first.device.id);
  expect(again.token).not.toBe(first.token);
  expect(v.parse(PublicConfig, await (await fetch(`${server.url}api/config`)).json())).toMatchObject({
    guests: 'open',
    host: {},
  });
});

test('the public configuration says who runs the server', async () => {
  const host = { contact: 'host@example.org', privacyUrl: 'https://example.org/privacy' };
  await using server = await TestServer.start({ hostInfo: host });
  expect(await (await fetch(`${server.url}api/config`)).json()).toMatchObject({ host });
});

test.each(['open', 'on'] as const)(
  'GUESTS=%s: a name that looks like another is taken, and never signs in as the other',
  async (guests) => {
    await using server = await TestServer.start({ guests });
    const claim = newToken();
    for (const name of ['Ada', 'Аnna', 'Al']) expect(await signIn(server, { name, claim })).toBe('200');
    for (const name of ['Аda', 'ΑDA', 'Ａda', '𝐀da', 'Anna', 'Аl'])
      expect([name, await signIn(server, { name, claim })]).toEqual([name, '409 conflict']);
    for (const name of ['AI', 'Adá', 'АNNA'])
      expect([name, await signIn(server, { name, claim })]).toEqual([name, '200']);
  },
);

test('GUESTS=on: a name belongs to the browser profile that first used it', async () => {
  await using server = await TestServer.start({ guests: 'on' });
  const claim = newToken();
  expect(await signIn(server, { name: 'Ada', claim })).toBe('200');
  expect(await signIn(server, { name: 'ADA', claim })).toBe('200');
  expect(await signIn(server, { name: 'Ada', claim: newToken() })).toBe('409 conflict');
  expect(await signIn(server, { name: 'Ada' })).toBe('400 badRequest');
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => signIn(server, { name: 'Grace', claim: newToken() })),
  );
  expect(outcomes.toSorted()).toEqual(['200', ...Array.from({ length: 7 }, () => '409 conflict')]);
});

test('a name from GUESTS=open belongs to the first claim under GUESTS=on', async () => {
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

test('an invalid sign-in is answered with a message, which for a bad name is fit for display', async () => {
  await using server = await TestServer.start();
  const messageFor = async (body: unknown): Promise<unknown> =>
    ((await (await server.post('api/session', body)).json()) as { error: { message: string } }).error.message;
  expect(await messageFor({ name: '   ' })).toBe('Enter a name.');
  expect(await messageFor({ name: 'x'.repeat(41) })).toBe('Use at most 40 characters.');
  expect(await messageFor({ name: 'A\u202Eda' })).toBe('Use letters, digits and ordinary punctuation.');
  expect(await messageFor({ name: 'Ada\u3164' })).toBe('Use letters, digits and ordinary punctuation.');
  expect(await messageFor({ name: 5 })).toBe('Expected a name.');
  expect(await messageFor([])).toBe('Expected a name.');
  expect((await server.post('api/session', { name: 'x'.repeat(5_000) })).status).toBe(413);
  const headers = { 'content-type': 'application/json' };
  const broken = await fetch(`${server.url}api/session`, { method: 'POST', headers, body: '{"name": "Ada' });
  expect(broken.status).toBe(400);
  expect(await broken.text()).not.toContain('Ada');
  expect((await fetch(`${server.url}api/session`, { method: 'POST', body: 'name=Ada' })).status).toBe(400);
});

test('too many sign-ins from one address are answered with a retry time; behind a proxy the browser’s address counts', async () => {
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
  const duplicate = v.parse(SignedIn, await (await server.post('api/devices', {}, headers)).json());
  expect(duplicate.me).toEqual(first.me);
  expect(duplicate.device.id).not.toBe(first.device.id);
  expect(duplicate.token).not.toBe(first.token);
  expect((await server.post('api/devices', {}, { authorization: `Bearer ${newToken()}` })).status).toBe(401);
  expect((await server.post('api/devices', {})).status).toBe(401);
});

test('a tab signs in with the name that others see while its guest becomes an account: it is taken', async () => {
  let becomes: (() => Promise<unknown>) | undefined;
  const openStorage = watchedStorage(async (name, run) => {
    const output = await run();
    if (name === 'users:byShownName') await becomes?.();
    return output;
  });
  await using server = await TestServer.start({ guests: 'on' }, { openStorage });
  const claim = newToken();
  const ada = new Device(server, await server.signIn('Ada', claim));
  await ada.hello();
  await ada.ok('me:rename', { name: 'Lovelace' });
  expect(await signIn(server, { name: 'Lovelace', claim })).toBe('200');
  becomes = () => becomeAccount(server, ada.signedIn);
  expect(await signIn(server, { name: 'Lovelace', claim })).toBe('409 conflict');
  ada.close();
});
