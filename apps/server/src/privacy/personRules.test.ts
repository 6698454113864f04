import { defaultRules } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import { TestServer } from '../testing/testServer.ts';

test('a rule is known on all of the user’s devices, survives a restart, and is private', async () => {
  await using server = await TestServer.start();
  const [ada, ada2, grace] = await server.devices('Ada', 'Ada', 'Grace');
  const rules = { ...defaultRules, blocksCalls: true };
  const blocked = { id: grace.userId, name: 'Grace', met: false, rules };
  expect(await ada.ok('privacy:setRules', { userId: grace.userId, change: { blocksCalls: true } })).toEqual(
    blocked,
  );
  expect(await ada2.push('people:changed', () => true)).toEqual(blocked);
  expect(grace.pushes('people:changed')).toEqual([]);
  await server.restart();
  await ada.hello();
  expect((await ada.ok('people:list', {})).people).toEqual([blocked]);
  await grace.hello();
  expect((await grace.ok('people:list', {})).people).toEqual([]);
});

test('a rule is changed beside the others, and undone', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const set = (change: object) => ada.ok('privacy:setRules', { userId: grace.userId, change });
  await set({ blocksMessages: true });
  expect((await set({ isMuted: true })).rules).toEqual({
    ...defaultRules,
    blocksMessages: true,
    isMuted: true,
  });
  expect(await set({ blocksMessages: false, isMuted: false })).toEqual({
    id: grace.userId,
    name: 'Grace',
    met: false,
  });
  expect((await ada.ok('people:list', {})).people).toEqual([]);
});

test('a rule about a contact stays when they change their name or leave the list', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await ada.ok('contact:set', { userId: grace.userId, name: 'Mum' });
  await ada.ok('privacy:setRules', { userId: grace.userId, change: { alwaysThrough: true } });
  const rules = { ...defaultRules, alwaysThrough: true };
  await grace.ok('me:rename', { name: 'Grace Hopper' });
  const contact = { name: 'Mum', isFavorite: false };
  expect(await ada.push('people:changed', ({ name }) => name === 'Grace Hopper')).toMatchObject({
    contact,
    rules,
  });
  expect((await ada.ok('people:list', {})).people).toMatchObject([{ contact, rules }]);
  const removed = await ada.ok('contact:remove', { userId: grace.userId });
  expect(removed).toMatchObject({ rules });
  expect(removed).not.toHaveProperty('contact');
  await grace.ok('me:rename', { name: 'Grace' });
  await ada.push('people:changed', (person) => person.name === 'Grace' && person.rules !== undefined);
});

test('there are no rules about oneself or about unknown people', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const about = (userId: string) => ada.raw('privacy:setRules', { userId, change: { isMuted: true } });
  expect(await about(ada.userId)).toMatchObject({ error: { code: 'badRequest' } });
  expect(await about(newUserId())).toMatchObject({ error: { code: 'notFound' } });
});
