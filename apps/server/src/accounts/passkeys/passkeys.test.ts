import { Joined, NewPasskeyOptions, SignedIn } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { sendAdminRequest } from '../../admin/adminSocket.ts';
import { TestServer } from '../../testing/testServer.ts';
import { watchedStorage } from '../../testing/watchedStorage.ts';
import { ask, becomeAccount } from '../credentials/credentials.testing.ts';
import { passwordHashes } from '../credentials/hashQueue.ts';
import { addPasskey, askFromPage, signed, TestAuthenticator } from './passkeys.testing.ts';

const signInOptions = 'session/passkey/options';

test('a copied passkey counts behind the real one, or its answer is sent twice: refused, and in the audit log', async () => {
  await using server = await TestServer.start();
  const ada = await server.signIn('Ada');
  const authenticator = new TestAuthenticator(server);
  await addPasskey(server, authenticator, ada.token);
  const assertion = await signed(server, authenticator, signInOptions);
  const signIn = async (body: object) => (await askFromPage(server, 'session/passkey', body)).status;
  expect(await signIn({ assertion })).toBe(200);
  expect(await signIn({ assertion })).toBe(401);
  for (const counter of [authenticator.counter - 1, authenticator.counter - 2]) {
    authenticator.counter = counter;
    expect(await signIn({ assertion: await signed(server, authenticator, signInOptions) })).toBe(401);
  }
  authenticator.counter = 50;
  expect(await signIn({ assertion: await signed(server, authenticator, signInOptions) })).toBe(200);
  const audit = await sendAdminRequest(server.config.dataDir, 'audit', {});
  const wrong = { kind: 'wrongCredential', count: 3 };
  expect(audit).toMatchObject({
    data: { entries: expect.arrayContaining([expect.objectContaining(wrong)]) as unknown },
  });
});

test('a newcomer joins by an invitation with a passkey, and signs in with it', async () => {
  await using server = await TestServer.start({ accountsMode: 'invite' });
  const made = await sendAdminRequest(server.config.dataDir, 'invite', { uses: 1, days: 1 });
  const { link } = v.parse(v.object({ data: v.object({ link: v.string() }) }), made).data;
  const code = link.replace(/^.*#/, '');
  const authenticator = new TestAuthenticator(server);
  const join = async (name: string, invitation?: string) => {
    const asked = await askFromPage(server, 'join/passkey/options', { name, invitation });
    if (asked.status !== 200) return asked;
    const attestation = authenticator.make(v.parse(NewPasskeyOptions, asked.data));
    return askFromPage(server, 'join/passkey', { user: name, name: 'Test', attestation, invitation });
  };
  expect((await join('Ada')).status).toBe(403);
  const { signedIn, recoveryCodes } = v.parse(Joined, (await join('Ada', code)).data);
  expect(recoveryCodes).toHaveLength(10);
  expect((await join('Grace', code)).status).toBe(409);
  const assertion = await signed(server, authenticator, signInOptions);
  const back = v.parse(SignedIn, (await askFromPage(server, 'session/passkey', { assertion })).data);
  expect(back.me.id).toBe(signedIn.me.id);
});

test.each([
  ['session/password', { password: 'wrong password' }],
  ['session/recovery', { code: 'wrong', signOutOthers: false }],
])('%s does the same work for a wrong secret, a guest and an unknown name', async (path, secret) => {
  let operations: string[] = [];
  const openStorage = watchedStorage((name, run) => {
    if (!name.startsWith('audit:')) operations.push(name);
    return run();
  });
  await using server: TestServer = await TestServer.start({}, { openStorage });
  await becomeAccount(server, await server.signIn('Ada'));
  await server.signIn('Grace');
  const hashed = vi.spyOn(passwordHashes, 'run');
  const seen: unknown[] = [];
  for (const name of ['Ada', 'Grace', 'Unknown']) {
    operations = [];
    hashed.mockClear();
    const { status, message } = await ask(server, 'POST', path, { name, ...secret });
    seen.push({ status, message, operations, hashes: hashed.mock.calls.map(([asker]) => asker) });
  }
  hashed.mockRestore();
  expect(seen).toEqual([seen[0], seen[0], seen[0]]);
  expect(seen[0]).toMatchObject({ status: 401, hashes: path === 'session/password' ? ['stranger'] : [] });
});

test('the options for a passkey are asked for without a name, so they tell nothing of anyone', async () => {
  await using server = await TestServer.start();
  const ada = await server.signIn('Ada');
  const options = async (body: object) => {
    const { data } = await askFromPage(server, signInOptions, body);
    return v.parse(v.looseObject({ allowCredentials: v.array(v.unknown()) }), data).allowCredentials;
  };
  await addPasskey(server, new TestAuthenticator(server), ada.token);
  for (const body of [{}, { name: 'Ada' }, { name: 'Unknown' }]) expect(await options(body)).toEqual([]);
});
