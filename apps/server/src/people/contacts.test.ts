import { expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import { TestServer } from '../testing/testServer.ts';

test('a contact is added, named and favored on all of the user’s devices, survives a restart, and is private', async () => {
  await using server = await TestServer.start();
  const [ada, ada2, grace] = await server.devices('Ada', 'Ada', 'Grace');
  const added = { id: grace.userId, name: 'Grace', met: false, contact: { isFavorite: false } };
  expect(await ada.ok('contact:set', { userId: grace.userId })).toEqual(added);
  const mum = { ...added, contact: { name: 'Mum', isFavorite: true } };
  expect(await ada.ok('contact:set', { userId: grace.userId, name: ' Mum ', isFavorite: true })).toEqual(mum);
  await ada2.push('people:changed', ({ contact }) => contact?.name === 'Mum');
  expect(grace.pushes('people:changed')).toEqual([]);
  await server.restart();
  await ada.hello();
  expect((await ada.ok('people:list', {})).people).toEqual([mum]);
  await grace.hello();
  expect((await grace.ok('people:list', {})).people).toEqual([]);
});

test('omitted fields stay, and an empty name restores the person’s own', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await ada.ok('contact:set', { userId: grace.userId, name: 'Mum' });
  const favored = await ada.ok('contact:set', { userId: grace.userId, isFavorite: true });
  expect(favored.contact).toEqual({ name: 'Mum', isFavorite: true });
  const renamed = await ada.ok('contact:set', { userId: grace.userId, name: '' });
  expect(renamed.contact).toEqual({ isFavorite: true });
});

test('a contact’s new name or picture is pushed to those who added them', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await ada.ok('contact:set', { userId: grace.userId, name: 'Mum' });
  await grace.ok('me:rename', { name: 'Grace Hopper' });
  expect(await ada.push('people:changed', ({ handle }) => handle === 'Grace')).toEqual({
    id: grace.userId,
    name: 'Grace Hopper',
    handle: 'Grace',
    met: false,
    contact: { name: 'Mum', isFavorite: false },
  });
});

test('a removed contact is still known after a call, and unknown otherwise', async () => {
  await using server = await TestServer.start();
  const [ada, ada2, grace, linus] = await server.devices('Ada', 'Ada', 'Grace', 'Linus');
  const { id: callId } = await ada.place(grace);
  await ada.ok('call:end', { callId });
  for (const { userId } of [grace, linus]) {
    await ada.ok('contact:set', { userId });
    await ada.ok('contact:remove', { userId });
  }
  expect(await ada2.push('people:changed', ({ id }) => id === linus.userId)).toMatchObject({ met: false });
  expect((await ada.ok('people:list', {})).people).toEqual([{ id: grace.userId, name: 'Grace', met: true }]);
});

test('a callee who added the caller connects directly while it rings, like one who has called them', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const earlyCandidatesOf = async (): Promise<string | undefined> => {
    const call = await ada.place(grace);
    const ringing = await grace.ok('call:ringing', { callId: call.id });
    await ada.ok('call:end', { callId: call.id });
    return ringing.warm;
  };
  expect(await earlyCandidatesOf()).toBe('relay');
  await grace.ok('contact:set', { userId: ada.userId });
  expect(await earlyCandidatesOf()).toBe('all');
  await grace.ok('contact:remove', { userId: ada.userId });
  expect(await earlyCandidatesOf()).toBe('relay');
  await grace.ok('contact:set', { userId: ada.userId });
  await server.restart();
  for (const device of [ada, grace]) await device.hello();
  expect(await earlyCandidatesOf()).toBe('all');
});

test('a search finds calls by the user’s own names for people', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await ada.ok('call:end', { callId });
  await ada.ok('contact:set', { userId: grace.userId, name: 'Aunt Betty' });
  for (const search of ['bet', 'gra'])
    expect((await ada.ok('history:list', { filter: 'all', search })).entries).toHaveLength(1);
  expect((await grace.ok('history:list', { filter: 'all', search: 'bet' })).entries).toEqual([]);
});

test('adding oneself or an unknown user is refused', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  expect(await ada.codeOf('contact:set', { userId: ada.userId })).toBe('badRequest');
  expect(await ada.codeOf('contact:set', { userId: newUserId() })).toBe('notFound');
  expect(await ada.codeOf('contact:remove', { userId: ada.userId })).toBe('notFound');
  expect(await ada.codeOf('contact:remove', { userId: newUserId() })).toBe('notFound');
  expect(await ada.codeOf('contact:set', { userId: newUserId(), name: 'x'.repeat(41) })).toBe('badRequest');
});

test('contact changes above the rate limit are refused', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const change = (): Promise<string> => ada.codeOf('contact:set', { userId: grace.userId });
  // The bucket refills at two a second meanwhile, so a few more than 120 may be granted.
  const codes = await Promise.all(Array.from({ length: 150 }, change));
  expect(codes.slice(0, 120)).not.toContain('tooMany');
  expect(codes.slice(120)).toContain('tooMany');
});
