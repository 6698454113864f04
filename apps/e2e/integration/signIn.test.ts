import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, TestCluster, until } from './testCluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start({ GUESTS: 'on' });
});
afterAll(() => cluster[Symbol.asyncDispose]());

describe('signing in', longTimeout, () => {
  test('a name belongs to the browser profile that first used it; others are refused', async () => {
    const ada = await cluster.person('Ada');
    const other = cluster.client();
    await until(other.engine.account, ({ state }) => state === 'signedOut');
    const answer = await other.engine.account.signIn('ADA');
    expect(answer).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(other.engine.account.getState()).toMatchObject({
      state: 'signedOut',
      error: { code: 'conflict' },
    });
    await ada.engine.account.signOut();
    await ada.signIn('Ada');
    expect(ada.engine.account.getState().state).toBe('signedIn');
  });

  test('an invalid name is refused before the server is asked', async () => {
    const client = cluster.client();
    await until(client.engine.account, ({ state }) => state === 'signedOut');
    expect(await client.engine.account.signIn('   ')).toMatchObject({ error: { message: 'Enter a name.' } });
    expect(client.engine.account.getState()).toMatchObject({
      state: 'signedOut',
      error: { message: 'Enter a name.' },
    });
  });

  test('the guest policy is known before sign-in', async () => {
    expect(await cluster.client().engine.account.fetchConfig()).toEqual({
      ok: true,
      data: {
        guests: 'on',
        host: {},
        ways: { accounts: 'open', passkeys: { reason: expect.any(String) as string } },
      },
    });
  });

  test('a tab keeps its user after a reload', async () => {
    const grace = await cluster.person('Grace');
    const before = grace.engine.account.getState();
    const again = grace.reload();
    await again.online();
    expect(again.engine.account.getState()).toEqual(before);
  });

  test('a rejected token signs the tab out, with a message', async () => {
    const kay = await cluster.person('Kay');
    const copied = kay.storage.copy();
    await kay.engine.account.signOut();
    const stale = cluster.client({ storage: copied });
    await until(
      stale.engine.account,
      (account) => account.state === 'signedOut' && account.error !== undefined,
    );
    expect(stale.engine.account.getState()).toMatchObject({ error: { code: 'unauthorized' } });
    expect(stale.engine.connection.getState()).toEqual({ state: 'idle' });
  });

  test('people are found by their exact name, and stay in the list after a call', async () => {
    const joan = await cluster.person('Joan');
    const mary = await cluster.person('Mary');
    joan.engine.people.search('Mar');
    await until(joan.engine.people, ({ search }) => search.state === 'nobody');
    joan.engine.people.search('mary');
    const { search } = await until(joan.engine.people, (people) => people.search.state === 'found');
    expect(search).toMatchObject({ person: { name: 'Mary' } });
    joan.engine.people.search('');
    expect(joan.engine.people.getState()).toMatchObject({ search: { state: 'idle' }, known: [] });
    joan.call(mary);
    (await mary.incoming()).decline();
    for (const client of [joan, mary]) await until(client.engine.people, ({ known }) => known.length === 1);
  });
});

test('a server that is too busy for the lists of a tab at first: the tab has them soon after', async () => {
  await using busy = await TestCluster.start({ USER_UNITS: '50', USER_UNITS_PER_SECOND: '100' });
  const ada = await busy.person('Ada');
  await until(ada.engine.people, ({ state }) => state === 'ready');
  await until(ada.engine.conversations, ({ state }) => state === 'ready');
});
