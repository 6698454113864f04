import { SignedIn } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TestServer } from '../../testing/testServer.ts';
import { watchedStorage } from '../../testing/watchedStorage.ts';
import { ask, becomeAccount, password, signInByPassword } from './credentials.testing.ts';

/** A server on which an operation waits for what `before` does once. */
async function startWith(operation: string, before: () => Promise<unknown>): Promise<TestServer> {
  let hasRun = false;
  const openStorage = watchedStorage(async (name, run) => {
    if (name === operation && !hasRun) {
      hasRun = true;
      await before();
    }
    return run();
  });
  return TestServer.start({}, { openStorage });
}

test.each([
  ['accounts:replaceCodes', 'POST', 'account/recovery-codes', {}],
  [
    'accounts:setPassword',
    'PUT',
    'account/password',
    { old: password, password: 'the password of a thief', signOutOthers: false },
  ],
] as const)(
  'a thief is signed out everywhere while their request is under way: %s changes nothing',
  async (operation, method, path, body) => {
    await using server: TestServer = await startWith(operation, () =>
      ask(server, 'DELETE', 'sessions', undefined, ada.signedIn),
    );
    const ada = await server.device('Ada');
    const { recoveryCodes } = await becomeAccount(server, ada.signedIn);
    const thief = await signInByPassword(server, 'Ada');
    expect((await ask(server, method, path, body, thief)).status).toBe(401);
    expect((await signInByPassword(server, 'Ada')).me.id).toBe(ada.userId);
    const recovery = { name: 'Ada', code: recoveryCodes[0], signOutOthers: false };
    const recovered = await ask(server, 'POST', 'session/recovery', recovery);
    expect(v.parse(SignedIn, recovered.data).me.id).toBe(ada.userId);
  },
);

test('a guest is signed out elsewhere while they become an account: they stay a guest', async () => {
  await using server: TestServer = await startWith('accounts:create', () =>
    ask(server, 'DELETE', 'sessions', undefined, ada.signedIn),
  );
  const [ada, thief] = await server.devices('Ada', 'Ada');
  expect((await ask(server, 'POST', 'account', { password }, thief.signedIn)).status).toBe(401);
  expect((await ask(server, 'GET', 'account', undefined, ada.signedIn)).data).toEqual({ account: null });
});

test('a guest becomes an account: their other devices are out before anyone is told', async () => {
  const operations: string[] = [];
  const openStorage = watchedStorage((name, run) => {
    operations.push(name);
    return run();
  });
  await using server = await TestServer.start({}, { openStorage });
  const ada = await server.device('Ada');
  await becomeAccount(server, ada.signedIn);
  const created = operations.indexOf('accounts:create');
  expect(operations[created + 1]).toBe('sessions:signOut');
});
