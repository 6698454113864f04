import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import { AccountTable } from '../accounts/accountsSql.ts';
import { ContactTable } from './contactsSql.ts';
import { openDatabase, type Database } from '../storage/database.ts';

const people = [newUserId(), newUserId(), newUserId(), newUserId()] as const;
let dataDir = '';
let database: Database;
let contacts: ContactTable;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-contacts-'));
  database = await openDatabase(dataDir);
  contacts = new ContactTable(database.db);
  const accounts = new AccountTable(database.db);
  for (const [at, id] of people.entries())
    await accounts.addUser({ id, name: `User ${at}`, claimHash: null, createdAt: 0 });
});

afterEach(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
});

test('a full list of contacts takes no more, and its contacts can still be changed', async () => {
  const [userId, one, two, three] = people;
  const set = (peerId: typeof one) =>
    contacts.set({ userId, peerId, change: { isFavorite: true }, at: 1, atMost: 2 });
  expect([await set(one), await set(two), await set(three), await set(one)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  await contacts.remove(userId, two);
  expect(await set(three)).toBe(true);
  expect((await contacts.list(userId, 10)).map(({ id }) => id).toSorted()).toEqual([one, three].toSorted());
});

test('finds the pairs of which the first has added the second', async () => {
  const [userId, one, two] = people;
  await contacts.set({ userId, peerId: one, change: {}, at: 1, atMost: 2 });
  expect(
    await contacts.among([
      [userId, one],
      [one, userId],
      [userId, two],
    ]),
  ).toEqual([[userId, one]]);
});
