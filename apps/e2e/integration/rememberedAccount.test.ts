import { SignedIn } from '@ringback/protocol';
import { createFakeLocks, createFakeStorage, type FakeStorage } from '@ringback/client/testing';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, talk, TestCluster, until, type TestClient } from './testCluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start({ GUESTS: 'on' });
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** A client in a browser that remembers a user who signed in by name. */
async function rememberedIn(name: string, profile: FakeStorage): Promise<TestClient> {
  const client = cluster.client({ profile });
  await until(client.engine.account, ({ state }) => state === 'signedOut');
  expect(await client.engine.account.signIn(name, 'profile')).toMatchObject({ ok: true });
  await until(client.engine.account.remembered, (people) => people.some((person) => person.name === name));
  return client;
}

async function freshTab(profile: FakeStorage): Promise<TestClient> {
  const client = cluster.client({ profile });
  await until(client.engine.account, ({ state }) => state === 'signedOut');
  return client;
}

function onlyOne(client: TestClient) {
  const [person, ...others] = client.engine.account.remembered.getState();
  expect(others).toEqual([]);
  if (person === undefined) throw new Error('No account is remembered.');
  return person;
}

/** Sends a request with the token of a browser's remembered account; returns the status. */
async function request(method: string, path: string, profile: FakeStorage): Promise<number> {
  const [account] = v.parse(v.array(SignedIn), JSON.parse(profile.get('ringback.remembered') ?? ''));
  const headers = { authorization: `Bearer ${account?.token}` };
  return (await fetch(`${cluster.server.url}/api/${path}`, { method, headers })).status;
}

async function isKnown(profile: FakeStorage): Promise<boolean> {
  return (await request('POST', 'devices', profile)) === 200;
}

/** Two tabs of a remembered person in one browser. */
async function twoTabs(name: string) {
  const browser = { profile: createFakeStorage(), locks: createFakeLocks() };
  const first = cluster.client(browser);
  await until(first.engine.account, ({ state }) => state === 'signedOut');
  await first.engine.account.signIn(name, 'profile');
  await until(first.engine.account.remembered, ({ length }) => length === 1);
  const second = cluster.client(browser);
  await until(second.engine.account, ({ state }) => state === 'signedOut');
  await second.engine.account.continueAs(onlyOne(second).id);
  await Promise.all([first.online(), second.online()]);
  return { browser, first, second };
}

describe('two tabs of one person', longTimeout, () => {
  test('"This tab" leaves the other one signed in and the person remembered', async () => {
    const { first, second } = await twoTabs('Edsger');
    expect(await second.engine.account.isReachOpen()).toBe(true);
    await second.engine.account.signOut('tab');
    expect(second.engine.account.getState().state).toBe('signedOut');
    expect(onlyOne(second).name).toBe('Edsger');
    expect(first.engine.account.getState().state).toBe('signedIn');
    expect(await first.engine.account.isReachOpen()).toBe(false);
  });

  test('"In this browser" ends a call in the other tab and signs it out, also one that was put to sleep', async () => {
    const { browser, first, second } = await twoTabs('Tony');
    const asleep = cluster.client({ ...browser, storage: first.storage.copy() });
    await asleep.online();
    asleep.engine.close();
    const callee = await cluster.person('Robin');
    await talk(first, callee);
    await second.engine.account.signOut('browser');
    await until(first.engine.account, ({ state }) => state === 'signedOut');
    await callee.sees(({ current }) => current === null);
    const awake = cluster.client({ ...browser, storage: asleep.storage });
    await until(awake.engine.account, ({ state }) => state === 'signedOut');
    await awake.signIn('Tony');
  });

  test('without another tab, or in a browser that does not remember the person, nothing is asked', async () => {
    const { first, second } = await twoTabs('Peter');
    first.engine.close();
    expect(await second.engine.account.isReachOpen()).toBe(false);
    const guest = await cluster.person('Ole');
    const again = guest.reload();
    await again.online();
    expect(await again.engine.account.isReachOpen()).toBe(false);
  });

  test('a tab that the server refuses keeps what was typed for the next sign-in', async () => {
    const [ada, grace] = [await cluster.person('Ivan'), await cluster.person('Niklaus')];
    const { me } = v.parse(SignedIn, JSON.parse(grace.storage.get('ringback.signedIn') ?? ''));
    const { token } = v.parse(SignedIn, JSON.parse(ada.storage.get('ringback.signedIn') ?? ''));
    ada.engine.conversations.setText(me.id, 'Typed');
    const headers = { authorization: `Bearer ${token}` };
    await fetch(`${cluster.server.url}/api/session`, { method: 'DELETE', headers });
    await until(ada.engine.account, ({ state }) => state === 'signedOut');
    await ada.signIn('Ivan');
    expect(ada.engine.conversations.textTo(me.id)).toBe('Typed');
  });
});

describe('a browser that remembers', longTimeout, () => {
  test('a new tab continues as the person who signed in in another, as a device of its own', async () => {
    const profile = createFakeStorage();
    const first = await rememberedIn('Ada', profile);
    const second = await freshTab(profile);
    expect(await second.engine.account.continueAs(onlyOne(second).id)).toMatchObject({ ok: true });
    await Promise.all([first.online(), second.online()]);
    const [one, two] = [first, second].map((client) => client.engine.account.getState());
    if (one?.state !== 'signedIn' || two?.state !== 'signedIn') throw new Error('Both are signed in.');
    expect(two.me).toEqual(one.me);
    expect(two.deviceId).not.toBe(one.deviceId);
  });

  test('a sign-in for one tab is not remembered, and another browser remembers no account', async () => {
    const profile = createFakeStorage();
    const client = cluster.client({ profile });
    await client.signIn('Barbara');
    expect((await freshTab(profile)).engine.account.remembered.getState()).toEqual([]);
    await rememberedIn('Alan', profile);
    expect((await freshTab(createFakeStorage())).engine.account.remembered.getState()).toEqual([]);
  });

  test('signing out in this browser signs out all tabs, forgets the person and revokes the token', async () => {
    const profile = createFakeStorage();
    const first = await rememberedIn('Grace', profile);
    const copied = profile.copy();
    const second = await freshTab(profile);
    await second.engine.account.continueAs(onlyOne(second).id);
    await second.engine.account.signOut();
    expect(second.engine.account.remembered.getState()).toEqual([]);
    await until(first.engine.account, ({ state }) => state === 'signedOut');
    const thief = await freshTab(copied);
    await expect.poll(() => isKnown(copied)).toBe(false);
    const refused = await thief.engine.account.continueAs(onlyOne(thief).id);
    expect(refused).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
  });

  test('signing in as another person in one tab forgets no account', async () => {
    const profile = createFakeStorage();
    const client = await rememberedIn('Joan', profile);
    await client.signIn('Mary');
    expect(onlyOne(client).name).toBe('Joan');
  });

  test('a token that the server no longer knows is forgotten, with a message', async () => {
    const profile = createFakeStorage();
    await rememberedIn('Kay', profile);
    expect(await request('DELETE', 'session', profile)).toBe(204);
    const client = await freshTab(profile);
    await client.engine.account.continueAs(onlyOne(client).id);
    expect(client.engine.account.remembered.getState()).toEqual([]);
    expect(client.engine.account.getState()).toEqual({
      state: 'signedOut',
      error: {
        code: 'unauthorized',
        message: 'This server does not remember you any more. Type your name to sign in.',
      },
    });
  });

  test('while the server is unreachable, no account is forgotten', async () => {
    const profile = createFakeStorage();
    await rememberedIn('Linus', profile);
    await cluster.server.kill();
    const client = await freshTab(profile);
    expect(await client.engine.account.continueAs(onlyOne(client).id)).toMatchObject({
      error: { code: 'offline' },
    });
    await cluster.server.start();
    expect(await client.engine.account.continueAs(onlyOne(client).id)).toMatchObject({ ok: true });
  });
});
