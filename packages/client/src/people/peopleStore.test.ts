import { defaultRules, fail, ok, type KnownPerson } from '@ringback/protocol';
import { createFakeClock } from '@ringback/testkit';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { expect, test } from 'vitest';
import { userId } from '../testing/entries.testing.ts';
import { PeopleStore } from './peopleStore.ts';

const ada: KnownPerson = { id: userId(1), name: 'Ada', met: true };
const grace: KnownPerson = { id: userId(2), name: 'Grace', met: true };

function storeOf(answers: ConstructorParameters<typeof FakeSignalingClient>[0]) {
  const signaling = new FakeSignalingClient(answers);
  const clock = createFakeClock();
  return { signaling, clock, store: new PeopleStore(signaling, clock) };
}

test('people are sorted by name, also those who are added later', async () => {
  const { store } = storeOf({ 'people:list': () => ok({ people: [grace] }) });
  expect(store.getState().state).toBe('loading');
  await store.refresh();
  store.changed(ada);
  store.changed({ ...grace, name: 'Grace H.' });
  const { state, known } = store.getState();
  expect(state).toBe('ready');
  expect(known.map(({ name }) => name)).toEqual(['Ada', 'Grace H.']);
});

test('a fetched list stays if it cannot be fetched again', async () => {
  const { store, signaling } = storeOf({});
  await store.refresh();
  expect(store.getState().state).toBe('failed');
  signaling.answer({ 'people:list': () => ok({ people: [ada] }) });
  await store.refresh();
  signaling.answer({ 'people:list': () => fail('unavailable') });
  await store.refresh();
  expect(store.getState()).toMatchObject({ state: 'ready', known: [ada] });
});

test('a search waits until typing stops, and requests only the last name', async () => {
  const { store, clock, signaling } = storeOf({ 'people:find': () => ok(grace) });
  for (const name of ['G', 'Gr', 'Grace']) {
    store.search(name);
    clock.advance(100);
  }
  expect(signaling.made).toEqual([]);
  expect(store.getState().search).toEqual({ state: 'searching', name: 'Grace' });
  clock.advance(150);
  await expect.poll(() => store.getState().search.state).toBe('found');
  expect(signaling.made).toEqual([{ name: 'people:find', payload: { name: 'Grace' } }]);
});

test('the answer to an older search is dropped', async () => {
  const slow = Promise.withResolvers<void>();
  const { store, clock } = storeOf({
    'people:find': async ({ name }) => {
      if (name === 'Ada') await slow.promise;
      return name === 'Ada' ? ok(ada) : fail('notFound');
    },
  });
  store.search('Ada');
  clock.advance(250);
  store.search('Kay');
  clock.advance(250);
  await expect.poll(() => store.getState().search).toEqual({ state: 'nobody', name: 'Kay' });
  slow.resolve();
  await slow.promise;
  expect(store.getState().search).toEqual({ state: 'nobody', name: 'Kay' });
});

test('an empty name ends the search, and an invalid one is not requested', () => {
  const { store, clock, signaling } = storeOf({});
  store.search('Ada');
  store.search('  ');
  clock.advance(1_000);
  expect(store.getState().search).toEqual({ state: 'idle' });
  store.search('x'.repeat(41));
  expect(store.getState().search.state).toBe('nobody');
  clock.advance(1_000);
  expect(signaling.made).toEqual([]);
});

test('a failed search is repeated when the server is back', async () => {
  const { store, clock, signaling } = storeOf({});
  store.search('Ada');
  clock.advance(250);
  await expect.poll(() => store.getState().search.state).toBe('failed');
  signaling.answer({ 'people:find': () => ok(ada), 'people:list': () => ok({ people: [] }) });
  await store.refresh();
  clock.advance(250);
  await expect.poll(() => store.getState().search).toMatchObject({ state: 'found', person: ada });
});

test('a known person is returned without a request', async () => {
  const { store, signaling } = storeOf({ 'people:get': () => ok(grace) });
  store.changed(ada);
  expect(await store.person(ada.id)).toEqual(ok(ada));
  expect(await store.person(grace.id)).toEqual(ok(grace));
  expect(signaling.made.map(({ name }) => name)).toEqual(['people:get']);
});

test('favorites come first; each part is sorted by the names that the user gave', () => {
  const { store } = storeOf({});
  store.changed({ ...ada, contact: { name: 'Zuse', isFavorite: false } });
  store.changed({ ...grace, contact: { isFavorite: true } });
  store.changed({ id: userId(3), name: 'Barbara', met: true });
  store.changed({ id: userId(4), name: 'Alan', met: false, contact: { isFavorite: true } });
  const { known } = store.getState();
  expect(known.map(({ name }) => name)).toEqual(['Alan', 'Grace', 'Barbara', 'Zuse']);
  expect(known.at(-1)).toMatchObject({ name: 'Zuse', theirName: 'Ada' });
});

test('a removed contact stays listed if the two have talked, and disappears otherwise', async () => {
  const { contact: _, ...stranger } = {
    id: userId(3),
    name: 'Kay',
    met: false,
    contact: { isFavorite: false },
  };
  const { store, signaling } = storeOf({ 'contact:remove': () => ok(ada) });
  store.changed({ ...ada, contact: { isFavorite: true } });
  store.changed({ ...stranger, contact: { isFavorite: false } });
  await store.removeContact(ada.id);
  signaling.answer({ 'contact:remove': () => ok(stranger) });
  await store.removeContact(stranger.id);
  expect(store.getState().known).toEqual([ada]);
});

test("an empty nickname restores the person's own name, and an invalid one is not requested", async () => {
  const { store, signaling } = storeOf({ 'contact:set': () => ok(ada) });
  await store.setContact(ada.id, { name: '  ' });
  await store.setContact(ada.id, { isFavorite: true });
  expect(await store.setContact(ada.id, { name: 'x'.repeat(41) })).toMatchObject({ ok: false });
  expect(signaling.made.map(({ payload }) => payload)).toEqual([
    { userId: ada.id, name: '' },
    { userId: ada.id, isFavorite: true },
  ]);
});

test('a stranger about whom there are rules is known until these are undone', async () => {
  const rules = { ...defaultRules, blocksCalls: true };
  const blocked = { ...grace, met: false, rules };
  const { store, signaling } = storeOf({ 'privacy:setRules': () => ok(blocked) });
  await store.setRules(grace.id, { blocksCalls: true });
  expect(store.getState().known).toEqual([blocked]);
  signaling.answer({ 'privacy:setRules': () => ok({ ...grace, met: false }) });
  await store.setRules(grace.id, { blocksCalls: false });
  expect(store.getState().known).toEqual([]);
});
