import { randomUUID } from 'node:crypto';
import { MessageId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Device, TestServer } from '../testing/testServer.ts';

test('a new name is pushed to the user’s devices and to everyone who knows them, and to no one else', async () => {
  await using server = await TestServer.start();
  const [ada, ada2, grace, linus] = await server.devices('Ada', 'Ada', 'Grace', 'Linus');
  const { id: callId } = await grace.place(ada);
  await grace.ok('call:end', { callId });
  const augusta = { id: ada.userId, name: 'Augusta King', handle: 'Ada' };
  expect(await ada.ok('me:rename', { name: ' Augusta  King ' })).toEqual(augusta);
  for (const device of [ada, ada2]) expect(await device.push('me:changed')).toEqual(augusta);
  await grace.push('people:changed', ({ name }) => name === 'Augusta King');
  expect(linus.pushes('people:changed')).toEqual([]);
});

test('calls, history, conversations and lists show the new name, also after a restart', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await ada.ok('call:end', { callId });
  await ada.ok('message:send', { id: v.parse(MessageId, randomUUID()), to: grace.userId, text: 'Hello' });
  await ada.ok('me:rename', { name: 'Augusta' });
  await server.restart();
  expect((await ada.hello()).me).toEqual({ id: ada.userId, name: 'Augusta', handle: 'Ada' });
  await grace.hello();
  const augusta = { id: ada.userId, name: 'Augusta', handle: 'Ada' };
  expect((await grace.history())[0]?.peer).toEqual(augusta);
  expect((await grace.ok('people:list', {})).people).toEqual([{ ...augusta, met: true }]);
  expect((await grace.ok('conversation:list', {})).conversations[0]?.peer).toEqual(augusta);
  expect(await grace.ok('people:get', { userId: ada.userId })).toEqual(augusta);
  expect((await ada.place(grace)).caller.name).toBe('Augusta');
});

test('a socket that was open before the change places calls under the new name', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await ada.ok('me:rename', { name: 'Augusta' });
  await ada.place(grace);
  expect((await grace.push('call:changed')).caller.name).toBe('Augusta');
});

test('a renamed user signs in as before, and is found by either name', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await ada.ok('me:rename', { name: 'Augusta' });
  expect((await server.signIn('ada')).me).toEqual({ id: ada.userId, name: 'Augusta', handle: 'Ada' });
  for (const name of ['Ada', 'augusta'])
    expect(await grace.ok('people:find', { name })).toMatchObject({ id: ada.userId });
  await ada.ok('me:rename', { name: 'Ada' });
  expect(await grace.codeOf('people:find', { name: 'Augusta' })).toBe('notFound');
});

test('a search prefers the user who signs in with the name; a display name of several users finds none', async () => {
  await using server = await TestServer.start();
  const [ada, grace, linus] = await server.devices('Ada', 'Grace', 'Linus');
  await ada.ok('me:rename', { name: 'The Boss' });
  await grace.ok('me:rename', { name: 'the boss' });
  expect(await linus.codeOf('people:find', { name: 'The Boss' })).toBe('notFound');
  const boss = await server.device('THE BOSS');
  expect(await linus.ok('people:find', { name: 'The Boss' })).toMatchObject({ id: boss.userId });
});

test('another user’s sign-in name is refused; the user’s own in another case is not', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada', 'Grace');
  expect(await ada.codeOf('me:rename', { name: 'GRACE' })).toBe('conflict');
  expect(await ada.ok('me:rename', { name: 'ADA' })).toMatchObject({ name: 'ADA', handle: 'Ada' });
});

test('a look-alike of another user’s sign-in name is refused, and one of the user’s own is not', async () => {
  await using server = await TestServer.start();
  const [ada] = await server.devices('Ada', 'Grace');
  expect(await ada.codeOf('me:rename', { name: 'Grасe' })).toBe('conflict');
  expect(await ada.ok('me:rename', { name: 'Аda' })).toMatchObject({ name: 'Аda', handle: 'Ada' });
});

test('name changes above the rate limit are refused', async () => {
  await using server = await TestServer.start({ limits: { profileChangesPerMinute: 2 } });
  const ada = await server.device('Ada');
  for (const name of ['One', 'Two']) await ada.ok('me:rename', { name });
  expect(await ada.ask('me:rename', { name: 'Three' })).toMatchObject({ error: { code: 'tooMany' } });
});

test.each(['open', 'on'] as const)(
  'GUESTS=%s: a display name also signs its user in, but only in the browser that reserved their name',
  async (guests) => {
    await using server = await TestServer.start({ guests });
    const [claim, otherClaim] = ['m'.repeat(43), 'o'.repeat(43)];
    const ada = new Device(server, await server.signIn('Ada', claim));
    await ada.hello();
    await ada.ok('me:rename', { name: 'Augusta' });
    expect((await server.signIn('augusta', claim)).me.id).toBe(ada.userId);
    const stranger = await server.signIn('Augusta', otherClaim);
    expect(stranger.me.id).not.toBe(ada.userId);
    ada.close();
  },
);
