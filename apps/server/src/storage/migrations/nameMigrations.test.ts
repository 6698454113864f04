import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserId } from '@ringback/protocol';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newUserId } from '../../calls/calls.testing.ts';
import { operationHandlers } from '../../operations/operations.ts';
import { openDatabase, type Database } from '../database.ts';
import { nameLooks } from './nameMigrations.ts';

let dataDir = '';
let database: Database;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-names-'));
  database = await openDatabase(dataDir);
  await sql`drop table "nameSkeletons"`.execute(database.db);
});

afterEach(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
});

/** Adds users as the server did before look-alikes were refused. */
async function addOldUsers(...names: readonly string[]): Promise<UserId[]> {
  const users = names.map((name) => {
    const key = name.normalize('NFKC').toLowerCase();
    const keys = { nameKey: key, shownKey: key };
    return {
      id: newUserId(),
      name,
      handle: name,
      ...keys,
      picture: null,
      claimHash: null,
      seenAt: 1,
      textBytes: 0,
      createdAt: 0,
    };
  });
  await database.db.insertInto('users').values(users).execute();
  return users.map(({ id }) => id);
}

test('look-alikes from before the migration stay themselves, and a third one is refused', async () => {
  const [latin, cyrillic, ligature] = await addOldUsers('Ada', 'Аda', 'ﬁona');
  if (cyrillic === undefined || ligature === undefined) throw new Error('Three users were added.');
  await nameLooks.up(database.db);
  const run = operationHandlers(database.db);
  const idOf = async (name: string) => (await run['users:named'](name))?.id;
  expect([await idOf('ada'), await idOf('АDA'), await idOf('ﬁona')]).toEqual([latin, cyrillic, ligature]);
  expect(await idOf('Fiona')).toBeUndefined();
  for (const name of ['Adа', 'Fiona']) {
    await run['users:add']({ id: newUserId(), name, claimHash: null, createdAt: 0 });
    expect(await idOf(name)).toBeUndefined();
  }
  expect(await run['users:rename']({ userId: cyrillic, name: 'АDA' })).toMatchObject({ name: 'АDA' });
  expect(await run['users:rename']({ userId: ligature, name: 'Adа' })).toBeUndefined();
});

test('people from before the migration are found by the new words', async () => {
  const [id] = await addOldUsers('山田太郎');
  await nameLooks.up(database.db);
  const words = await database.db
    .selectFrom('nameWords')
    .select('word')
    .where('userId', '=', id ?? newUserId())
    .execute();
  expect(words.map(({ word }) => word).toSorted()).toEqual(['太郎', '山田太郎', '田太郎', '郎'].toSorted());
});

test('the rows of a thousand people fill the tables in pieces', async () => {
  await addOldUsers(...Array.from({ length: 1_001 }, (_, n) => `Ada ${n}`));
  await nameLooks.up(database.db);
  const { count } = await database.db
    .selectFrom('nameSkeletons')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  expect(count).toBe(1_001);
});
