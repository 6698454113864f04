import { expect, test } from 'vitest';
import { newToken } from '../../platform/secrets.ts';
import { TestServer } from '../../testing/testServer.ts';
import { ask, becomeAccount, password, signInByPassword } from './credentials.testing.ts';

/** The ten thousand of the attack `passwords` in `apps/e2e/abuse` take minutes. */
const tries = 1_000;

test('a thousand addresses guess a password: none gets in, and the owner signs in meanwhile', async () => {
  await using server = await TestServer.start({ proxies: 1 });
  const claim = newToken();
  const [ada] = await server.devices('Ada');
  await becomeAccount(server, ada.signedIn, { claim });
  const guess = (n: number) =>
    ask(
      server,
      'POST',
      'session/password',
      { name: 'Ada', password: `guess number ${n}` },
      { from: `198.51.${n >> 8}.${n & 255}` },
    );
  const statuses: number[] = [];
  const attack = Array.from({ length: 20 }, async (_, lane) => {
    for (let n = lane; n < tries; n += 20) statuses.push((await guess(n)).status);
  });
  expect((await signInByPassword(server, 'Ada', claim)).me.id).toBe(ada.userId);
  await Promise.all(attack);
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(60);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  expect((await signInByPassword(server, 'Ada', claim)).me.id).toBe(ada.userId);
  const elsewhere = await ask(server, 'POST', 'session/password', { name: 'Ada', password });
  expect(elsewhere).toMatchObject({
    status: 429,
    message: expect.stringContaining('Too many attempts') as string,
  });
});

test('strangers use up all tries for an account: a recovery code still signs its owner in on a new browser', async () => {
  await using server = await TestServer.start({ proxies: 1 });
  const [ada] = await server.devices('Ada');
  const { recoveryCodes } = await becomeAccount(server, ada.signedIn);
  const recover = (code: string | undefined, from: string) =>
    ask(server, 'POST', 'session/recovery', { name: 'Ada', code, signOutOthers: true }, { from });
  for (let n = 0; n < 70; n++)
    expect((await recover('0000-0000-0000-0000', `198.51.100.${n}`)).status).toBe(401);
  expect((await recover(recoveryCodes[0], '203.0.113.1')).status).toBe(200);
});
