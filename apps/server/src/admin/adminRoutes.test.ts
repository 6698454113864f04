import { adminCommands } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { newToken } from '../platform/secrets.ts';
import { TestServer } from '../testing/testServer.ts';

const adminToken = 'correct-horse-battery-staple';
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const commandNames = Object.keys(adminCommands);

test('without ADMIN_TOKEN the page and all commands are not found', async () => {
  await using server = await TestServer.start();
  for (const path of ['admin', 'admin/', 'api/admin'])
    expect((await fetch(server.url + path, { headers: { accept: 'text/html' } })).status).toBe(404);
  for (const name of commandNames)
    expect((await server.post(`api/admin/${name}`, {}, bearer(adminToken))).status).toBe(404);
});

test('the right token opens the desk, and a command that cannot be done says why', async () => {
  await using server = await TestServer.start({ adminToken });
  await server.signIn('Ada');
  expect((await fetch(`${server.url}api/admin`, { headers: bearer(adminToken) })).status).toBe(204);
  const people = await server.post('api/admin/people', {}, bearer(adminToken));
  expect(await people.json()).toMatchObject({ people: [{ name: 'Ada' }], total: 1 });
  const show = await server.post('api/admin/show', { user: 'Nobody' }, bearer(adminToken));
  expect(show.status).toBe(404);
  expect(JSON.stringify(await show.json())).toContain('There is no such user.');
});

test('an outsider, a guest and a suspended guest get nothing from any command', async () => {
  await using server = await TestServer.start({ adminToken, guests: 'on' });
  const guest = await server.signIn('Ada', newToken());
  const suspended = await server.signIn('Mallory', newToken());
  await server.post('api/admin/suspend', { user: 'Mallory' }, bearer(adminToken));
  // One after another in groups of five: more wrong tokens are refused for their number.
  for (const headers of [
    {},
    bearer(guest.token),
    bearer(suspended.token),
    bearer(''),
    { authorization: adminToken },
  ])
    expect([401, 429]).toContain((await server.post('api/admin/people', {}, headers)).status);
  for (const name of commandNames) {
    const answer = await server.post(`api/admin/${name}`, { user: 'Ada' }, bearer(guest.token));
    expect([401, 429]).toContain(answer.status);
    expect(await answer.text()).not.toContain(guest.me.id);
  }
});

test('after five wrong tokens an address has to wait, whatever it sends', async () => {
  await using server = await TestServer.start({ adminToken, proxies: 1 });
  const from = (address: string, token: string): Promise<Response> =>
    server.post('api/admin/people', {}, { ...bearer(token), 'x-forwarded-for': address });
  for (let n = 0; n < 5; n++) expect((await from('198.51.100.7', `${adminToken}${n}`)).status).toBe(401);
  const refused = await from('198.51.100.7', adminToken);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await from('198.51.100.8', adminToken)).status).toBe(200);
});

test('garbage from the host’s own page is refused without harm', async () => {
  await using server = await TestServer.start({ adminToken });
  await server.signIn('Ada');
  const garbage = [
    null,
    [],
    [[]],
    'Ada',
    5,
    { user: 5 },
    { user: '' },
    { user: 'x'.repeat(500) },
    { user: 'Ada', more: 1 },
  ];
  for (const name of [...commandNames, '__proto__', 'toString', '%00'])
    for (const payload of garbage) {
      const { status } = await server.post(`api/admin/${name}`, payload, bearer(adminToken));
      expect(status, `${name} ${JSON.stringify(payload)}`).toBeGreaterThanOrEqual(400);
      expect(status, `${name} ${JSON.stringify(payload)}`).toBeLessThan(500);
    }
  const broken = { ...bearer(adminToken), 'content-type': 'application/json' };
  const sent = await fetch(`${server.url}api/admin/show`, {
    method: 'POST',
    headers: broken,
    body: '{"user": ',
  });
  expect(sent.status).toBe(400);
  const large = await server.post('api/admin/show', { user: 'x'.repeat(100_000) }, bearer(adminToken));
  expect(large.status).toBe(413);
  expect(await (await server.post('api/admin/people', {}, bearer(adminToken))).json()).toMatchObject({
    total: 1,
  });
});
