import { bounds } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { createLog } from '../platform/log.ts';
import type { MachineClock } from '../platform/serverClock.ts';
import { openDatabase } from '../storage/database.ts';
import type { Tables } from '../storage/schema.ts';
import { openInProcessStorage } from '../testing/inProcessStorage.ts';
import { newCallId, TestServer, type Device } from '../testing/testServer.ts';
import { UnusedGuests } from './unusedGuests.ts';

const tables = [
  'users',
  'nameWords',
  'nameSkeletons',
  'pictures',
  'devices',
  'calls',
  'history',
  'removed',
  'acquaintances',
  'contacts',
  'messages',
  'conversations',
  'notes',
  'greetings',
  'profiles',
  'pushSubscriptions',
  'settings',
] as const satisfies readonly (keyof Tables)[];

/** Everything that is stored about people, as one text. */
async function stored(dataDir: string): Promise<string> {
  const database = await openDatabase(dataDir);
  const { db } = database;
  const rows = [];
  for (const table of tables) rows.push(...(await db.selectFrom(table).selectAll().execute()));
  await database.close();
  return JSON.stringify(rows);
}

/** Changes the database while the server is down as if months had passed. */
async function sinceLongAgo(dataDir: string, userId: Device['userId']): Promise<void> {
  const database = await openDatabase(dataDir);
  const { db } = database;
  await db.updateTable('users').set({ seenAt: 1 }).where('id', '=', userId).execute();
  await database.close();
}

async function call(from: Device, to: Device): Promise<void> {
  const { id: callId } = await from.place(to);
  await to.ok('call:ringing', { callId });
  await from.ok('call:end', { callId });
  await to.pushedCall(callId, 'ended');
}

test('a guest who was away too long is forgotten: the name is nowhere, and others keep their calls', async () => {
  await using server = await TestServer.start();
  const { dataDir } = server.config;
  const [old, grace] = await server.devices('Adamantia', 'Grace');
  await call(old, grace);
  await call(grace, old);
  await grace.ok('contact:set', { userId: old.userId, isFavorite: true });
  await old.ok('contact:set', { userId: grace.userId, name: 'Amazing' });
  await old.leave();
  await server.restart({}, () => sinceLongAgo(dataDir, old.userId));

  await grace.hello();
  const entries = await grace.history();
  expect(entries).toHaveLength(2);
  expect(entries[0]?.peer).toMatchObject({ id: old.userId, name: 'Former guest' });
  expect((await grace.ok('call:get', { callId: entries[0]?.callId ?? newCallId() })).phase).toBe('ended');
  await server.restart({}, async () => {
    const all = await stored(dataDir);
    expect(all).toContain('Grace');
    expect(all).not.toMatch(/Adamantia|Amazing/i);
  });
  const again = await server.signIn('Adamantia');
  expect(again.me.id).not.toBe(old.userId);
});

test('a caller whom a forgotten guest never noticed keeps the call, without the name', async () => {
  await using server = await TestServer.start();
  const { dataDir } = server.config;
  const [old, grace] = await server.devices('Adamantia', 'Grace');
  await old.ok('privacy:setRules', { userId: grace.userId, change: { blocksCalls: true } });
  const { id: callId } = await grace.place(old);
  await grace.ok('call:end', { callId });
  await old.leave();
  await server.restart({}, () => sinceLongAgo(dataDir, old.userId));
  await server.restart({}, async () => {
    expect(await stored(dataDir)).not.toMatch(/Adamantia/i);
  });
  await grace.hello();
  expect(await grace.history()).toMatchObject([{ callId, peer: { name: 'Former guest' } }]);
});

test('a forgotten guest goes altogether once no one has anything with them', async () => {
  let aheadMs = 0;
  const machineClock: MachineClock = {
    wall: () => Date.now() + aheadMs,
    uptime: () => performance.now() + aheadMs,
    bootId: undefined,
  };
  await using server = await TestServer.start({}, { machineClock });
  const { dataDir } = server.config;
  const [old, grace] = await server.devices('Adamantia', 'Grace');
  await call(old, grace);
  await grace.ok('history:delete', { before: (await grace.history())[0]?.placedAt ?? 0 });
  await old.leave();
  await server.restart({}, () => sinceLongAgo(dataDir, old.userId));
  aheadMs = 2 * bounds.undoMs;
  await server.restart();
  await server.restart({}, async () => {
    expect(await stored(dataDir)).not.toContain(old.userId);
  });
});

test('a guest whose tab has stayed open counts as here', async () => {
  await using server = await TestServer.start();
  const { dataDir } = server.config;
  const [ada] = await server.devices('Ada');
  await ada.leave();
  await server.restart({}, async () => {
    await sinceLongAgo(dataDir, ada.userId);
    const storage = await openInProcessStorage(dataDir);
    const guests = new UnusedGuests({
      storage,
      people: { setPerson: () => {} },
      suspensions: { forget: () => {} },
      guestDays: 1,
      isConnected: () => true,
      removeNoteFiles: () => Promise.resolve(),
      log: createLog('silent'),
      now: Date.now,
    });
    await guests.sweep();
    await storage.close();
  });
  expect((await server.signIn('Ada')).me.id).toBe(ada.userId);
});

test('a user with too many devices is signed out on the one unused for longest', async () => {
  await using server = await TestServer.start({ limits: { signInsPerMinute: 1_000 } });
  const first = await server.signIn('Ada');
  for (let n = 0; n < bounds.devices; n++) await server.signIn('Ada');
  const headers = { authorization: `Bearer ${first.token}` };
  expect((await server.post('api/devices', {}, headers)).status).toBe(401);
});
