import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patient, Town, until } from './tab.ts';

let town: Town;
beforeAll(async () => {
  town = await Town.start({ GUESTS: 'on' });
});
afterAll(() => town[Symbol.asyncDispose]());

describe('signing in', patient, () => {
  test('a name belongs to the browser profile that first used it; others are told', async () => {
    const ada = await town.person('Ada');
    const other = town.tab();
    await until(other.engine.account, ({ state }) => state === 'signedOut');
    const answer = await other.engine.signIn('ADA');
    expect(answer).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(other.engine.account.getState()).toMatchObject({
      state: 'signedOut',
      error: { code: 'conflict' },
    });
    await ada.engine.signOut();
    await ada.signIn('Ada');
    expect(ada.engine.account.getState().state).toBe('signedIn');
  });

  test('a name that cannot be one is refused before anybody is asked', async () => {
    const tab = town.tab();
    await until(tab.engine.account, ({ state }) => state === 'signedOut');
    expect(await tab.engine.signIn('   ')).toMatchObject({ error: { message: 'Enter a name.' } });
    expect(tab.engine.account.getState()).toMatchObject({
      state: 'signedOut',
      error: { message: 'Enter a name.' },
    });
  });

  test('how guests come in is known before sign-in', async () => {
    expect(await town.tab().engine.fetchConfig()).toEqual({ ok: true, data: { guests: 'on' } });
  });

  test('a tab is who it was after a reload', async () => {
    const grace = await town.person('Grace');
    const before = grace.engine.account.getState();
    const again = grace.reload();
    await again.online();
    expect(again.engine.account.getState()).toEqual(before);
  });

  test('a token that is not taken any more signs the tab out, and it says so', async () => {
    const kay = await town.person('Kay');
    const kept = kay.storage.copy();
    await kay.engine.signOut();
    const stale = town.tab({ storage: kept });
    await until(
      stale.engine.account,
      (account) => account.state === 'signedOut' && account.error !== undefined,
    );
    expect(stale.engine.account.getState()).toMatchObject({ error: { code: 'unauthorized' } });
    expect(stale.engine.connection.getState()).toEqual({ state: 'idle' });
  });

  test('somebody is found by their exact name, and stays in the list once one has talked to them', async () => {
    const joan = await town.person('Joan');
    const mary = await town.person('Mary');
    joan.engine.searchPeople('Mar');
    await until(joan.engine.people, ({ search }) => search.state === 'nobody');
    joan.engine.searchPeople('mary');
    const { search } = await until(joan.engine.people, (people) => people.search.state === 'found');
    expect(search).toMatchObject({ person: { name: 'Mary' } });
    joan.engine.searchPeople('');
    expect(joan.engine.people.getState()).toMatchObject({ search: { state: 'idle' }, known: [] });
    joan.call(mary);
    (await mary.incoming()).decline();
    for (const tab of [joan, mary]) await until(tab.engine.people, ({ known }) => known.length === 1);
  });
});
