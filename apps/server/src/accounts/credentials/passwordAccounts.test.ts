import { expect, test } from 'vitest';
import { newToken } from '../../platform/secrets.ts';
import { TestServer, until } from '../../testing/testServer.ts';
import { ask, becomeAccount, password, signInByPassword } from './credentials.testing.ts';

test('a guest becomes an account: history and contacts stay, other devices are signed out at once', async () => {
  await using server = await TestServer.start();
  const [ada, tablet, grace] = await server.devices('Ada', 'Ada', 'Grace');
  const call = await ada.place(grace);
  await ada.ok('call:end', { callId: call.id });
  await ada.ok('contact:set', { userId: grace.userId, isFavorite: true });
  const { account, recoveryCodes } = await becomeAccount(server, ada.signedIn, { handle: '@Ada.L' });
  expect(account).toMatchObject({ handle: 'ada.l', hasPassword: true, recoveryCodesLeft: 10, passkeys: [] });
  expect(new Set(recoveryCodes).size).toBe(10);
  await tablet.client.closed;
  expect((await ask(server, 'GET', 'account', undefined, tablet.signedIn)).status).toBe(401);
  const signedIn = await signInByPassword(server, 'ada');
  expect(signedIn.me).toMatchObject({ id: ada.userId, account: { handle: 'ada.l' } });
  expect(await ada.history()).toHaveLength(1);
  expect((await ada.ok('people:list', {})).people).toMatchObject([{ id: grace.userId }]);
});

test.each(['open', 'on', 'off'] as const)(
  'GUESTS=%s: a name with an account is taken for guests, under its sign-in name and the one that others see',
  async (guests) => {
    await using server = await TestServer.start({ guests: 'open' });
    const claim = newToken();
    const [ada] = await server.devices('Ada');
    await becomeAccount(server, ada.signedIn, { handle: 'countess', claim });
    await ada.ok('me:rename', { name: 'Lovelace' });
    await server.restart({ guests });
    const refused = guests === 'off' ? 403 : 409;
    for (const name of ['Ada', 'aDa', 'Аda', 'countess', 'Lovelace'])
      expect([name, (await ask(server, 'POST', 'session', { name, claim })).status]).toEqual([name, refused]);
    for (const name of ['Ada', ' COUNTESS ', '@countess', 'lovelace'])
      expect((await signInByPassword(server, name)).me.id).toBe(ada.userId);
  },
);

test('an unknown name, a guest and a wrong password get the same answer', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada', 'Grace');
  await becomeAccount(server, ada.signedIn);
  const signIn = (name: string) =>
    ask(server, 'POST', 'session/password', { name, password: 'wrong password' });
  const answers = [await signIn('Ada'), await signIn('Grace'), await signIn('Nobody')];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 401, code: 'unauthorized' });
  const recover = (name: string) =>
    ask(server, 'POST', 'session/recovery', { name, code: 'x', signOutOthers: false });
  const codes = [await recover('Ada'), await recover('Grace'), await recover('Nobody')];
  expect(new Set(codes.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('a recovery code works once, however it is typed, and signs out the lost device', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada');
  const { recoveryCodes } = await becomeAccount(server, ada.signedIn);
  const [first = '', second = ''] = recoveryCodes;
  const recover = (code: string, signOutOthers: boolean) =>
    ask(server, 'POST', 'session/recovery', { name: 'Ada', code, signOutOthers });
  expect((await recover(first.toUpperCase().replaceAll('-', ' '), false)).status).toBe(200);
  expect((await ask(server, 'GET', 'account', undefined, ada.signedIn)).data).toMatchObject({
    account: { recoveryCodesLeft: 9 },
  });
  expect((await recover(first, false)).status).toBe(401);
  expect((await recover(second, true)).status).toBe(200);
  await ada.client.closed;
  expect((await ask(server, 'GET', 'account', undefined, ada.signedIn)).status).toBe(401);
});

test('new recovery codes end the old ones', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada');
  const { recoveryCodes } = await becomeAccount(server, ada.signedIn);
  expect((await ask(server, 'POST', 'account/recovery-codes', {}, ada.signedIn)).status).toBe(200);
  const old = { name: 'Ada', code: recoveryCodes[0], signOutOthers: false };
  expect((await ask(server, 'POST', 'session/recovery', old)).status).toBe(401);
});

test('a password is changed with the old one, and signs out the others if that is asked for', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada');
  await becomeAccount(server, ada.signedIn);
  const other = await signInByPassword(server, 'Ada');
  const change = (old: string | undefined, signOutOthers: boolean) =>
    ask(
      server,
      'PUT',
      'account/password',
      { old, password: 'another long one', signOutOthers },
      ada.signedIn,
    );
  expect((await change('wrong password', false)).status).toBe(403);
  expect((await change(undefined, false)).status).toBe(403);
  expect((await change(password, true)).status).toBe(200);
  expect((await ask(server, 'GET', 'account', undefined, other)).status).toBe(401);
  expect((await ask(server, 'POST', 'session/password', { name: 'Ada', password })).status).toBe(401);
  expect((await signInByPassword(server, 'Ada', undefined, 'another long one')).me.id).toBe(ada.userId);
});

test('guests have no account to change, and outsiders get nothing', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada');
  const requests = [
    ['PUT', 'account/password', { password: 'another long one', signOutOthers: false }],
    ['PUT', 'account/handle', { handle: 'ada' }],
    ['POST', 'account/recovery-codes', {}],
  ] as const;
  for (const [method, path, body] of requests) {
    expect((await ask(server, method, path, body, ada.signedIn)).status).toBe(409);
    expect((await ask(server, method, path, body)).status).toBe(401);
  }
  expect((await ask(server, 'GET', 'account', undefined, ada.signedIn)).data).toEqual({ account: null });
  expect((await ask(server, 'POST', 'account', { password })).status).toBe(401);
  await becomeAccount(server, ada.signedIn);
  expect((await ask(server, 'POST', 'account', { password }, ada.signedIn)).status).toBe(409);
});

test('a weak password is refused with a sentence', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada');
  const answer = await ask(server, 'POST', 'account', { password: 'short' }, ada.signedIn);
  expect(answer).toMatchObject({ status: 400, message: 'Use at least 10 characters.' });
});

test('a handle finds a person, is unique among names, and rests once it was given up', async () => {
  let uptimeMs = 1_000;
  const machineClock = { wall: () => 1_800_000_000_000, uptime: () => uptimeMs, bootId: undefined };
  await using server = await TestServer.start({}, { machineClock });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await becomeAccount(server, ada.signedIn, { handle: 'ada.l' });
  await becomeAccount(server, grace.signedIn);
  expect(await grace.ok('people:find', { name: '@ada.l' })).toMatchObject({ id: ada.userId });
  const change = async (device: typeof ada, handle: string | null) =>
    (await ask(server, 'PUT', 'account/handle', { handle }, device.signedIn)).status;
  expect(await change(grace, 'ada.l')).toBe(409);
  expect(await change(grace, 'ada')).toBe(409);
  expect(await change(ada, 'lovelace')).toBe(200);
  await until(() => ada.pushes('me:changed').some((me) => me.account?.handle === 'lovelace'), 'the push');
  expect(await change(grace, 'ada.l')).toBe(409);
  expect((await ask(server, 'POST', 'session', { name: 'ada.l' })).status).toBe(409);
  expect(await change(ada, 'ada.l')).toBe(200);
  expect(await change(ada, null)).toBe(200);
  uptimeMs += 91 * 24 * 60 * 60 * 1000;
  const later = await signInByPassword(server, 'Grace');
  expect((await ask(server, 'PUT', 'account/handle', { handle: 'ada.l' }, later)).status).toBe(200);
});

test('one account keeps few handles from others, however often it changes its own', async () => {
  await using server = await TestServer.start({ limits: { signInsPerMinute: 1_000 } });
  const [mallory, ada] = await server.devices('Mallory', 'Ada');
  await becomeAccount(server, mallory.signedIn);
  await becomeAccount(server, ada.signedIn);
  const take = async (device: typeof ada, handle: string) =>
    (await ask(server, 'PUT', 'account/handle', { handle }, device.signedIn)).status;
  const statuses: number[] = [];
  for (let n = 0; n < 14; n++) statuses.push(await take(mallory, `nice.name.${n}`));
  expect(statuses).toEqual([...Array.from({ length: 11 }, () => 200), 409, 409, 409]);
  expect(await take(ada, 'nice.name.13')).toBe(200);
  expect(await take(ada, 'nice.name.0')).toBe(409);
});
