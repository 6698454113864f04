import { createFakeStorage } from '@ringback/client/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { longTimeout, TestCluster, until } from './testCluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start({ GUESTS: 'on' });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const password = 'correct horse battery';

test(
  'a remembered guest becomes an account: this browser goes on, the other one asks for the password',
  longTimeout,
  async () => {
    const [profile, other] = [createFakeStorage(), createFakeStorage()];
    const first = cluster.client({ profile });
    await until(first.engine.account, ({ state }) => state === 'signedOut');
    await first.engine.account.signIn('Ada', 'profile');
    await until(first.engine.account.remembered, ({ length }) => length === 1);
    await first.online();
    expect(await first.engine.credentials.create({ password, handle: 'ada.l' })).toMatchObject({ ok: true });
    await until(
      first.engine.account,
      (account) => account.state === 'signedIn' && account.me.account !== undefined,
    );

    const elsewhere = cluster.client({ profile: other });
    await until(elsewhere.engine.account, ({ state }) => state === 'signedOut');
    expect(await elsewhere.engine.account.signIn('Ada', 'profile')).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect(await elsewhere.engine.credentials.signInByPassword('ADA.L', password)).toMatchObject({
      ok: true,
    });
    await until(elsewhere.engine.account.remembered, ({ length }) => length === 1);

    const changed = await elsewhere.engine.credentials.changePassword(password, 'another long one', true);
    expect(changed).toMatchObject({ ok: true });
    await until(first.engine.account, ({ state }) => state === 'signedOut');
    const [me] = first.engine.account.remembered.getState();
    if (me === undefined) throw new Error('The account is not remembered any more.');
    expect(await first.engine.account.continueAs(me.id)).toMatchObject({
      ok: false,
      error: { code: 'unauthorized', message: expect.stringContaining('password') as string },
    });
    expect(first.engine.account.remembered.getState()).toHaveLength(1);
    expect(await first.engine.credentials.signInByPassword('Ada', 'another long one')).toMatchObject({
      ok: true,
    });
  },
);
