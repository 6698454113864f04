import { fail, ok, type KnownPerson } from '@ringback/protocol';
import { createFakeClock } from '@ringback/testkit';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { expect, test } from 'vitest';
import { userId } from '../testing/entries.testing.ts';
import { PeopleStore } from './peopleStore.ts';

const ada: KnownPerson = { id: userId(1), name: 'Ada', met: true };
const grace: KnownPerson = { id: userId(2), name: 'Grace', met: true };

function keeperOf(answers: ConstructorParameters<typeof FakeSignalingClient>[0]) {
  const signaling = new FakeSignalingClient(answers);
  const clock = createFakeClock();
  return { signaling, clock, keeper: new PeopleStore(signaling, clock) };
}

test('people are in the order of their names, also those who come later', async () => {
  const { keeper } = keeperOf({ 'people:list': () => ok({ people: [grace] }) });
  expect(keeper.people.getState().state).toBe('loading');
  await keeper.refresh();
  keeper.changed(ada);
  keeper.changed({ ...grace, name: 'Grace H.' });
  const { state, known } = keeper.people.getState();
  expect(state).toBe('ready');
  expect(known.map(({ name }) => name)).toEqual(['Ada', 'Grace H.']);
});

test('a list that was once there stays when it cannot be fetched again', async () => {
  const { keeper, signaling } = keeperOf({});
  await keeper.refresh();
  expect(keeper.people.getState().state).toBe('failed');
  signaling.answer({ 'people:list': () => ok({ people: [ada] }) });
  await keeper.refresh();
  signaling.answer({ 'people:list': () => fail('unavailable') });
  await keeper.refresh();
  expect(keeper.people.getState()).toMatchObject({ state: 'ready', known: [ada] });
});

test('while somebody types, nobody is asked; then once, for the last name', async () => {
  const { keeper, clock, signaling } = keeperOf({ 'people:find': () => ok(grace) });
  for (const name of ['G', 'Gr', 'Grace']) {
    keeper.search(name);
    clock.advance(100);
  }
  expect(signaling.made).toEqual([]);
  expect(keeper.people.getState().search).toEqual({ state: 'searching', name: 'Grace' });
  clock.advance(150);
  await expect.poll(() => keeper.people.getState().search.state).toBe('found');
  expect(signaling.made).toEqual([{ name: 'people:find', payload: { name: 'Grace' } }]);
});

test('an answer to an older search is dropped', async () => {
  const slow = Promise.withResolvers<void>();
  const { keeper, clock } = keeperOf({
    'people:find': async ({ name }) => {
      if (name === 'Ada') await slow.promise;
      return name === 'Ada' ? ok(ada) : fail('notFound');
    },
  });
  keeper.search('Ada');
  clock.advance(250);
  keeper.search('Kay');
  clock.advance(250);
  await expect.poll(() => keeper.people.getState().search).toEqual({ state: 'nobody', name: 'Kay' });
  slow.resolve();
  await slow.promise;
  expect(keeper.people.getState().search).toEqual({ state: 'nobody', name: 'Kay' });
});

test('an empty name ends the search, one that nobody can have is not asked for', () => {
  const { keeper, clock, signaling } = keeperOf({});
  keeper.search('Ada');
  keeper.search('  ');
  clock.advance(1_000);
  expect(keeper.people.getState().search).toEqual({ state: 'idle' });
  keeper.search('x'.repeat(41));
  expect(keeper.people.getState().search.state).toBe('nobody');
  clock.advance(1_000);
  expect(signaling.made).toEqual([]);
});

test('a search that failed is made again when the server is back', async () => {
  const { keeper, clock, signaling } = keeperOf({});
  keeper.search('Ada');
  clock.advance(250);
  await expect.poll(() => keeper.people.getState().search.state).toBe('failed');
  signaling.answer({ 'people:find': () => ok(ada), 'people:list': () => ok({ people: [] }) });
  await keeper.refresh();
  clock.advance(250);
  await expect.poll(() => keeper.people.getState().search).toMatchObject({ state: 'found', person: ada });
});

test('somebody known is known without asking', async () => {
  const { keeper, signaling } = keeperOf({ 'people:get': () => ok(grace) });
  keeper.changed(ada);
  expect(await keeper.person(ada.id)).toEqual(ok(ada));
  expect(await keeper.person(grace.id)).toEqual(ok(grace));
  expect(signaling.made.map(({ name }) => name)).toEqual(['people:get']);
});

test('favorites come first, each part in the order of the names that the user gave', () => {
  const { keeper } = keeperOf({});
  keeper.changed({ ...ada, contact: { name: 'Zuse', isFavorite: false } });
  keeper.changed({ ...grace, contact: { isFavorite: true } });
  keeper.changed({ id: userId(3), name: 'Barbara', met: true });
  keeper.changed({ id: userId(4), name: 'Alan', met: false, contact: { isFavorite: true } });
  const { known } = keeper.people.getState();
  expect(known.map(({ name }) => name)).toEqual(['Alan', 'Grace', 'Barbara', 'Zuse']);
  expect(known.at(-1)).toMatchObject({ name: 'Zuse', theirName: 'Ada' });
});

test('a contact who is removed stays in the list if one has talked to them, and goes otherwise', async () => {
  const { contact: _, ...stranger } = {
    id: userId(3),
    name: 'Kay',
    met: false,
    contact: { isFavorite: false },
  };
  const { keeper, signaling } = keeperOf({ 'contact:remove': () => ok(ada) });
  keeper.changed({ ...ada, contact: { isFavorite: true } });
  keeper.changed({ ...stranger, contact: { isFavorite: false } });
  await keeper.removeContact(ada.id);
  signaling.answer({ 'contact:remove': () => ok(stranger) });
  await keeper.removeContact(stranger.id);
  expect(keeper.people.getState().known).toEqual([ada]);
});

test('an empty name is theirs again, and one that nobody can have is not asked for', async () => {
  const { keeper, signaling } = keeperOf({ 'contact:set': () => ok(ada) });
  await keeper.setContact(ada.id, { name: '  ' });
  await keeper.setContact(ada.id, { isFavorite: true });
  expect(await keeper.setContact(ada.id, { name: 'x'.repeat(41) })).toMatchObject({ ok: false });
  expect(signaling.made.map(({ payload }) => payload)).toEqual([
    { userId: ada.id, name: '' },
    { userId: ada.id, isFavorite: true },
  ]);
});
