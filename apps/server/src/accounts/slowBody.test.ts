import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { sendAdminRequest } from '../admin/adminSocket.ts';
import { TestServer } from '../testing/testServer.ts';
import { watchedStorage } from '../testing/watchedStorage.ts';
import { ask, becomeAccount, signInByPassword } from './credentials/credentials.testing.ts';

const day = 24 * 60 * 60 * 1000;

/** A server that tells when the token of a request was looked up. */
async function startWatched(): Promise<{ server: TestServer; lookedUp: () => Promise<void> }> {
  let onLookUp = (): void => {};
  const openStorage = watchedStorage(async (name, run) => {
    const output = await run();
    if (name === 'devices:byToken') onLookUp();
    return output;
  });
  const server = await TestServer.start({}, { openStorage });
  return { server, lookedUp: () => new Promise((resolve) => (onLookUp = resolve)) };
}

test.each([
  ['api/account/handle', 'application/json', '{"handle":"thief"}'],
  ['api/pictures/mine', 'image/webp', 'a picture'],
])('the body of PUT %s comes after its device was signed out: nothing changes', async (path, type, body) => {
  const { server, lookedUp } = await startWatched();
  await using _ = server;
  const ada = await server.device('Ada');
  await becomeAccount(server, ada.signedIn);
  const thief = await signInByPassword(server, 'Ada');
  const isLookedUp = lookedUp();
  const headers = {
    authorization: `Bearer ${thief.token}`,
    'content-type': type,
    'content-length': body.length,
  };
  const slow = request(new URL(path, server.url), { method: 'PUT', headers });
  slow.flushHeaders();
  await isLookedUp;
  expect((await ask(server, 'DELETE', 'sessions', undefined, ada.signedIn)).status).toBe(204);
  const answered = once(slow, 'response') as Promise<[IncomingMessage]>;
  slow.end(body);
  const [response] = await answered;
  response.resume();
  expect(response.statusCode).toBe(401);
});

test('a user is suspended while the visit of an old device is recorded: its token is refused', async () => {
  let aheadMs = 0;
  const machineClock = {
    wall: () => Date.now() + aheadMs,
    uptime: () => performance.now() + aheadMs,
    bootId: undefined,
  };
  const openStorage = watchedStorage(async (name, run) => {
    if (name === 'devices:touch')
      await sendAdminRequest(server.config.dataDir, 'suspend', { user: 'Mallory' });
    return run();
  });
  await using server: TestServer = await TestServer.start({}, { openStorage, machineClock });
  const mallory = await server.signIn('Mallory');
  aheadMs = 2 * day;
  expect((await ask(server, 'GET', 'sessions', undefined, mallory)).status).toBe(403);
});
