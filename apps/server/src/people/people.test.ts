import { expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import { TestServer } from '../testing/testServer.ts';

test('a person is found by the exact name in any case; users do not find themselves', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace Höpper');
  expect(await ada.ok('people:find', { name: ' grace  HÖPPER ' })).toEqual({
    id: grace.userId,
    name: 'Grace Höpper',
  });
  expect(await ada.codeOf('people:find', { name: 'Grace' })).toBe('notFound');
  expect(await ada.codeOf('people:find', { name: 'Ada' })).toBe('notFound');
  expect(await ada.ok('people:get', { userId: grace.userId })).toEqual({
    id: grace.userId,
    name: 'Grace Höpper',
  });
  expect(await ada.codeOf('people:get', { userId: ada.userId })).toBe('notFound');
  expect(await ada.codeOf('people:get', { userId: newUserId() })).toBe('notFound');
});

test('a look-alike of a name finds no one', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada', 'Grace');
  for (const name of ['Grасe', 'Ｇrace', 'Gracé'])
    expect(await ada.codeOf('people:find', { name })).toBe('notFound');
});

test('after a first call both people know each other on all devices, also after a restart', async () => {
  await using server = await TestServer.start();
  const [ada, ada2, grace] = await server.devices('Ada', 'Ada', 'Grace');
  expect(await ada.ok('people:list', {})).toEqual({ people: [] });
  const { id: callId } = await ada.place(grace);
  expect(await ada2.push('people:changed')).toEqual({ id: grace.userId, name: 'Grace', met: true });
  expect(await grace.push('people:changed')).toEqual({ id: ada.userId, name: 'Ada', met: true });
  await ada.ok('call:end', { callId });
  const back = await grace.place(ada);
  await grace.ok('call:end', { callId: back.id });
  expect(ada.pushes('people:changed')).toHaveLength(1);
  await server.restart();
  await grace.hello();
  expect(await grace.ok('people:list', {})).toEqual({ people: [{ id: ada.userId, name: 'Ada', met: true }] });
});
