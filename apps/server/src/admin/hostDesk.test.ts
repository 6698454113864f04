import { adminCommands, PROTOCOL, SignedIn, type AdminCommandName, type AdminData } from '@ringback/protocol';
import { RawClient, RawDevice } from '@ringback/testkit';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ask, becomeAccount } from '../accounts/credentials/credentials.testing.ts';
import { newToken } from '../platform/secrets.ts';
import { PushFixture } from '../push/push.testing.ts';
import { newCallId, TestServer, until, type ConfigOverrides } from '../testing/testServer.ts';
import { sendAdminRequest } from './adminSocket.ts';

/** Sends a command as `npm run admin` does; throws the sentence with which it fails. */
async function command<N extends AdminCommandName>(
  server: TestServer,
  name: N,
  payload: unknown,
): Promise<AdminData<N>> {
  const outcome = await sendAdminRequest(server.config.dataDir, name, payload);
  if (outcome.kind === 'failed') throw new Error(outcome.message);
  if (outcome.kind === 'notRunning') throw new Error('not running');
  const schema: v.GenericSchema<unknown, AdminData<N>> = adminCommands[name].data;
  return v.parse(schema, outcome.data);
}

async function failure(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** Connects without a hello. */
async function open(server: TestServer, token: string): Promise<RawClient> {
  const client = await RawClient.open(server.url);
  expect(await client.present({ token, protocol: PROTOCOL })).toEqual({ kind: 'connected' });
  return client;
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const guestsOn: ConfigOverrides = { guests: 'on', hostInfo: { contact: 'host@example.org' } };

test('people are listed and found by the beginning of a name, by id and by sign-in name', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada Lovelace', 'Grace Hopper');
  const all = await command(server, 'people', {});
  expect(all.people.map(({ name }) => name)).toEqual(['Grace Hopper', 'Ada Lovelace']);
  expect(all).toMatchObject({ total: 2, people: [{ kind: 'guest', isOnline: true }, {}] });
  const found = await command(server, 'people', { find: 'love' });
  expect(found.people.map(({ id }) => id)).toEqual([ada.userId]);
  const details = await command(server, 'show', { user: 'grace hopper' });
  expect(details).toMatchObject({ person: { id: grace.userId }, sessions: 1, calls: 0 });
  expect((await command(server, 'show', { user: grace.userId })).person.id).toBe(grace.userId);
  expect(await failure(command(server, 'show', { user: 'Nobody' }))).toContain('no such user');
});

test('more people than one page holds are listed page by page', async () => {
  await using server = await TestServer.start({ limits: { signInsPerMinute: 1_000 } });
  for (let n = 0; n < 55; n++) await server.signIn(`Person ${n}`);
  const first = await command(server, 'people', {});
  const second = await command(server, 'people', { after: first.next });
  expect(new Set([...first.people, ...second.people].map(({ id }) => id)).size).toBe(55);
  expect(second.next).toBeUndefined();
});

test('a suspended guest is cut off at once, gets nothing with the token or the name, and is back when restored', async () => {
  await using server = await TestServer.start(guestsOn);
  const claim = newToken();
  const signedIn = await server.signIn('Mallory', claim);
  const grace = await RawDevice.connect(server.url, await server.signIn('Grace', newToken()));
  await grace.must('session:hello', {});
  const mallory = await open(server, signedIn.token);
  await command(server, 'suspend', { user: 'Mallory', reason: 'rings strangers' });
  await mallory.closed;

  const refused = await server.post('api/devices', {}, bearer(signedIn.token));
  expect(refused.status).toBe(403);
  expect(await refused.json()).toEqual({
    error: {
      code: 'forbidden',
      message: 'This account is suspended. Ask the host of this server. Contact: host@example.org',
    },
  });
  expect((await server.post('api/session', { name: 'Mallory', claim })).status).toBe(403);
  expect((await server.post('api/session', { name: 'Mallory', claim: newToken() })).status).toBe(409);
  expect(
    await (await RawClient.open(server.url)).present({ token: signedIn.token, protocol: PROTOCOL }),
  ).toEqual({
    kind: 'refused',
    reason: 'forbidden',
  });
  const shown = await command(server, 'show', { user: 'Mallory' });
  expect(shown.person.suspended).toMatchObject({ reason: 'rings strangers' });
  const call = { callId: newCallId(), to: signedIn.me.id, media: 'audio' } as const;
  expect((await grace.must('call:place', call)).phase).toBe('calling');

  await server.restart();
  expect((await server.post('api/devices', {}, bearer(signedIn.token))).status).toBe(403);
  await command(server, 'unsuspend', { user: 'Mallory' });
  expect((await server.post('api/devices', {}, bearer(signedIn.token))).status).toBe(200);
});

test('a suspended user who tries a recovery code is told so, and the code still works once they are restored', async () => {
  await using server = await TestServer.start({ hostInfo: { contact: 'host@example.org' } });
  const [mallory] = await server.devices('Mallory');
  const { recoveryCodes } = await becomeAccount(server, mallory.signedIn);
  const recover = () =>
    ask(server, 'POST', 'session/recovery', { name: 'Mallory', code: recoveryCodes[0], signOutOthers: true });
  await command(server, 'suspend', { user: 'Mallory' });
  expect(await recover()).toMatchObject({ status: 403 });
  await command(server, 'unsuspend', { user: 'Mallory' });
  expect((await recover()).status).toBe(200);
  expect((await recover()).status).toBe(401);
});

test('the calls of a suspended user end for the other side', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id } = await ada.place(grace);
  await grace.ok('call:ringing', { callId: id });
  await grace.ok('call:accept', { callId: id, media: 'audio' });
  await command(server, 'suspend', { user: 'Ada' });
  expect((await grace.pushedCall(id, 'ended')).end?.reason).toBe('hungUp');
});

test('a guest’s name is free for others at once; who had it stays signed in under another one', async () => {
  await using server = await TestServer.start({ guests: 'on' });
  const first = await server.signIn('Ada', newToken());
  const claim = newToken();
  expect((await server.post('api/session', { name: 'Ada', claim })).status).toBe(409);
  const { what, person } = await command(server, 'free', { name: 'Ada' });
  expect(what).toBe('name');
  expect(person).toMatchObject({ id: first.me.id, name: `Guest ${first.me.id.slice(0, 8)}` });
  expect((await server.signIn('Ada', claim)).me.id).not.toBe(first.me.id);
  expect((await server.post('api/devices', {}, bearer(first.token))).status).toBe(200);
  expect(await failure(command(server, 'free', { name: 'Ida' }))).toContain('It is free');
});

test('the host renames a person for everyone, but not to the name of another', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada', 'Grace');
  expect((await command(server, 'rename', { user: 'Ada', name: ' Ada  L. ' })).name).toBe('Ada L.');
  expect((await ada.push('me:changed')).name).toBe('Ada L.');
  expect(await failure(command(server, 'rename', { user: 'Ada', name: 'GRACE' }))).toContain('Somebody else');
  expect(await failure(command(server, 'rename', { user: 'Ada', name: ' ' }))).toBe('Enter a name.');
});

test('the handle of an account is free for others at once', async () => {
  await using server = await TestServer.start();
  const [squatter, ada] = await server.devices('Mallory', 'Ada');
  await becomeAccount(server, squatter.signedIn, { handle: 'lovelace' });
  await becomeAccount(server, ada.signedIn);
  const take = () => ask(server, 'PUT', 'account/handle', { handle: 'lovelace' }, ada.signedIn);
  expect((await take()).status).toBe(409);
  expect(await command(server, 'free', { name: '@lovelace' })).toMatchObject({ what: 'handle' });
  expect((await take()).status).toBe(200);
});

test('a deleted user is gone with the token, and the name is free', async () => {
  await using server = await TestServer.start({ guests: 'on' });
  const ada = await server.signIn('Ada', newToken());
  const socket = await open(server, ada.token);
  await command(server, 'delete', { user: 'Ada' });
  await socket.closed;
  expect((await server.post('api/devices', {}, bearer(ada.token))).status).toBe(401);
  expect((await server.signIn('Ada', newToken())).me.id).not.toBe(ada.me.id);
});

test('one session is signed out, or all', async () => {
  await using server = await TestServer.start();
  const [one, two] = await server.devices('Ada', 'Ada');
  const { sessions } = await command(server, 'sessions', { user: 'Ada' });
  expect(sessions).toHaveLength(2);
  const session = sessions[0]?.id;
  await command(server, 'sign-out', { user: 'Ada', session });
  const closed = await Promise.race([one.client.closed.then(() => one), two.client.closed.then(() => two)]);
  const open = closed === one ? two : one;
  expect((await open.ok('people:list', {})).people).toEqual([]);
  expect((await command(server, 'sign-out', { user: 'Ada' })).signedOut).toBe(1);
  await open.client.closed;
  expect(await failure(command(server, 'sign-out', { user: 'Ada', session }))).toContain('no such session');
});

test('a sign-in link works once, signs the others out, and gives the name to the new browser', async () => {
  await using server = await TestServer.start({ guests: 'on' });
  const lost = await server.signIn('Ada', newToken());
  const earlier = await command(server, 'sign-in', { user: 'Ada' });
  const { link } = await command(server, 'sign-in', { user: 'Ada' });
  expect(link).toMatch(new RegExp(`^${server.url}sign-in#`));
  const [, code] = link.split('#');
  const [, replaced] = earlier.link.split('#');
  expect((await server.post('api/sign-in-link/look', { code: replaced })).status).toBe(404);
  expect(await (await server.post('api/sign-in-link/look', { code })).json()).toMatchObject({ name: 'Ada' });
  const claim = newToken();
  const used = await server.post('api/sign-in-link', { code, claim });
  expect(v.parse(SignedIn, await used.json()).me.id).toBe(lost.me.id);
  expect((await server.post('api/sign-in-link', { code, claim })).status).toBe(404);
  expect((await server.post('api/devices', {}, bearer(lost.token))).status).toBe(401);
  expect((await server.signIn('Ada', claim)).me.id).toBe(lost.me.id);
});

test('invitations are made, listed and ended', async () => {
  await using server = await TestServer.start();
  const { link, invitation } = await command(server, 'invite', { uses: 3, days: 2 });
  expect(link).toMatch(/\/join#[A-Za-z0-9_-]{22}$/);
  expect((await command(server, 'invitations', {})).invitations).toEqual([invitation]);
  await command(server, 'uninvite', { id: invitation.id });
  expect((await command(server, 'invitations', {})).invitations).toEqual([]);
  expect(await failure(command(server, 'uninvite', { id: invitation.id }))).toContain('no such invitation');
});

test('the audit log has what happened without names, and counts what can be repeated at will', async () => {
  await using server = await TestServer.start({ guests: 'on' });
  const ada = await server.signIn('Ada', newToken());
  for (let n = 0; n < 5; n++) await server.post('api/session', { name: 'Ada', claim: newToken() });
  await command(server, 'suspend', { user: 'Ada' });
  const { entries } = await command(server, 'audit', {});
  expect(entries.map(({ kind, count }) => [kind, count])).toEqual(
    expect.arrayContaining([
      ['signedIn', 1],
      ['nameTaken', 5],
      ['adminSuspended', 1],
    ]),
  );
  const signIn = entries.find(({ kind }) => kind === 'signedIn');
  const taken = entries.find(({ kind }) => kind === 'nameTaken');
  expect(signIn?.userId).toBe(ada.me.id);
  expect(signIn?.address).toBe(taken?.address);
  expect(JSON.stringify(entries)).not.toMatch(/Ada|127\.0\.0\.1|::1/);
  expect((await command(server, 'audit', { user: 'Ada' })).entries.map(({ kind }) => kind)).toEqual([
    'adminSuspended',
    'signedIn',
  ]);
});

test('limits and the users who use most of their budget are shown by id', async () => {
  await using server = await TestServer.start({ limits: { userUnits: 100, userUnitsPerSecond: 1 } });
  const [ada] = await server.devices('Ada');
  await ada.ok('people:list', {});
  const { limits, top } = await command(server, 'limits', {});
  expect(limits).toMatchObject({ userUnits: 100 });
  expect(top[0]?.userId).toBe(ada.userId);
});

test('all data of a user is exported without secrets', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id } = await ada.place(grace);
  await ada.ok('call:end', { callId: id });
  await until(async () => (await ada.history()).length === 1, 'the call is in the history');
  const { json } = await command(server, 'export', { user: 'Ada' });
  expect(JSON.parse(json)).toMatchObject({ profile: { name: 'Ada' }, history: [{ callId: id }] });
  expect(json).not.toMatch(/hash/i);
});

test('garbage is refused with a sentence', async () => {
  await using server = await TestServer.start();
  await server.signIn('Ada');
  const garbage = [undefined, null, [], [[]], 'Ada', 5, { user: 5 }, { user: '' }, { user: 'x'.repeat(500) }];
  for (const name of [...Object.keys(adminCommands), '__proto__', 'toString', ''])
    for (const payload of [...garbage, { user: 'Ada', more: 1 }]) {
      const outcome = await sendAdminRequest(server.config.dataDir, name, payload);
      expect(outcome.kind).toBe('failed');
    }
  expect((await command(server, 'people', {})).people).toHaveLength(1);
});

test('a suspended account is refused only after the right password, and a link lets its owner set a new one', async () => {
  await using server = await TestServer.start(guestsOn);
  const guest = await server.signIn('Ada', newToken());
  const become = { password: 'correct horse battery' };
  expect((await server.post('api/account', become, bearer(guest.token))).status).toBe(200);
  const { link } = await command(server, 'sign-in', { user: 'Ada' });
  await command(server, 'suspend', { user: 'Ada' });
  const signIn = (password: string) => server.post('api/session/password', { name: 'Ada', password });
  expect((await signIn('a wrong password')).status).toBe(401);
  expect((await signIn(become.password)).status).toBe(403);
  const code = link.split('#')[1];
  expect((await server.post('api/sign-in-link', { code })).status).toBe(403);

  await command(server, 'unsuspend', { user: 'Ada' });
  const back = v.parse(SignedIn, await (await server.post('api/sign-in-link', { code })).json());
  expect((await signIn(become.password)).status).toBe(401);
  const changed = await fetch(`${server.url}api/account/password`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...bearer(back.token) },
    body: JSON.stringify({ password: 'a new one for her', signOutOthers: false }),
  });
  expect(changed.status).toBe(200);
  expect((await signIn('a new one for her')).status).toBe(200);
});

test('a suspended user gets no push messages, and their service worker no answers, until they are restored', async () => {
  await using fixture = await PushFixture.start();
  const { server, ada, grace, sleepingBrowser } = fixture;
  await command(server, 'suspend', { user: 'Grace' });
  const { id: missed } = await ada.place(grace);
  expect((await sleepingBrowser.ask(`calls/${missed}`)).status).toBe(403);
  await ada.ok('call:end', { callId: missed });
  await command(server, 'unsuspend', { user: 'Grace' });
  const { id: callId } = await ada.place(grace);
  const [first] = await sleepingBrowser.received(1);
  expect(first?.wake).toMatchObject({ call: callId });
});
