import { SignedIn } from '@ringback/protocol';
import { createFakeStorage, type FakeStorage } from '@ringback/client/testing';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patient, Town, until, type Tab } from './tab.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.start({ GUESTS: 'on' });
});
afterAll(() => town[Symbol.asyncDispose]());

/** A tab of a browser in which somebody has typed a name, which the browser remembers now. */
async function remembering(name: string, profile: FakeStorage): Promise<Tab> {
  const tab = town.tab({ profile });
  await until(tab.engine.account, ({ state }) => state === 'signedOut');
  expect(await tab.engine.signIn(name, 'profile')).toMatchObject({ ok: true });
  await until(tab.engine.remembered, (people) => people.some((person) => person.name === name));
  return tab;
}

async function freshTab(profile: FakeStorage): Promise<Tab> {
  const tab = town.tab({ profile });
  await until(tab.engine.account, ({ state }) => state === 'signedOut');
  return tab;
}

function onlyOne(tab: Tab) {
  const [person, ...others] = tab.engine.remembered.getState();
  expect(others).toEqual([]);
  if (person === undefined) throw new Error('Nobody is remembered.');
  return person;
}

/** Asks with the token by which a browser remembers somebody; gives the status. */
async function ask(method: string, path: string, profile: FakeStorage): Promise<number> {
  const [kept] = v.parse(v.array(SignedIn), JSON.parse(profile.get('ringback.remembered') ?? ''));
  const headers = { authorization: `Bearer ${kept?.token}` };
  return (await fetch(`${town.server.url}/api/${path}`, { method, headers })).status;
}

async function isKnown(profile: FakeStorage): Promise<boolean> {
  return (await ask('POST', 'devices', profile)) === 200;
}

describe('a browser that remembers', patient, () => {
  test('a new tab goes on as who typed a name in another, as a device of its own', async () => {
    const profile = createFakeStorage();
    const first = await remembering('Ada', profile);
    const second = await freshTab(profile);
    expect(await second.engine.continueAs(onlyOne(second).id)).toMatchObject({ ok: true });
    await Promise.all([first.online(), second.online()]);
    const [one, two] = [first, second].map((tab) => tab.engine.account.getState());
    if (one?.state !== 'signedIn' || two?.state !== 'signedIn') throw new Error('Both are signed in.');
    expect(two.me).toEqual(one.me);
    expect(two.deviceId).not.toBe(one.deviceId);
  });

  test('who signed in for the tab alone is not remembered, and another browser remembers nobody', async () => {
    const profile = createFakeStorage();
    const tab = town.tab({ profile });
    await tab.signIn('Barbara');
    expect((await freshTab(profile)).engine.remembered.getState()).toEqual([]);
    await remembering('Alan', profile);
    expect((await freshTab(createFakeStorage())).engine.remembered.getState()).toEqual([]);
  });

  test('signing out in any tab forgets, and the token is worth nothing any more', async () => {
    const profile = createFakeStorage();
    const first = await remembering('Grace', profile);
    const kept = profile.copy();
    const second = await freshTab(profile);
    await second.engine.continueAs(onlyOne(second).id);
    await second.engine.signOut();
    expect(second.engine.remembered.getState()).toEqual([]);
    expect(first.engine.account.getState().state).toBe('signedIn');
    const thief = await freshTab(kept);
    await expect.poll(() => isKnown(kept)).toBe(false);
    const refused = await thief.engine.continueAs(onlyOne(thief).id);
    expect(refused).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
  });

  test('becoming somebody else in a tab forgets nobody', async () => {
    const profile = createFakeStorage();
    const tab = await remembering('Joan', profile);
    await tab.signIn('Mary');
    expect(onlyOne(tab).name).toBe('Joan');
  });

  test('a server that does not know the token any more: forgotten, and it is said', async () => {
    const profile = createFakeStorage();
    await remembering('Kay', profile);
    expect(await ask('DELETE', 'session', profile)).toBe(204);
    const tab = await freshTab(profile);
    await tab.engine.continueAs(onlyOne(tab).id);
    expect(tab.engine.remembered.getState()).toEqual([]);
    expect(tab.engine.account.getState()).toEqual({
      state: 'signedOut',
      error: {
        code: 'unauthorized',
        message: 'This server does not remember you any more. Type your name to sign in.',
      },
    });
  });

  test('a server that is away forgets nobody', async () => {
    const profile = createFakeStorage();
    await remembering('Linus', profile);
    await town.server.kill();
    const tab = await freshTab(profile);
    expect(await tab.engine.continueAs(onlyOne(tab).id)).toMatchObject({ error: { code: 'offline' } });
    await town.server.start();
    expect(await tab.engine.continueAs(onlyOne(tab).id)).toMatchObject({ ok: true });
  });
});
