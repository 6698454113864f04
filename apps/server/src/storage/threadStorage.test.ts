import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newCallId } from '../testing/testServer.ts';
import { newUserId } from '../calls/calls.testing.ts';
import { StartError } from '../platform/errors.ts';
import { openDatabase } from './database.ts';
import { explainOpenFailure } from './openFailure.ts';
import { LaneFullError } from './lanes.ts';
import { StorageError } from './storage.ts';
import { openStorage } from '../operations/openStorage.ts';

const never = (error: Error): never => {
  throw error;
};

test('a reopened database has what was written', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-thread-'));
  const storage = await openStorage(join(dataDir, 'new', 'folder'), never);
  const id = newUserId();
  await storage.run('users:add', { id, name: 'Ada', claimHash: null, createdAt: 1 });
  await storage.close();
  const again = await openStorage(join(dataDir, 'new', 'folder'), never);
  expect(await again.run('users:named', 'ADA')).toMatchObject({ id, name: 'Ada' });
  await again.close();
  await rm(dataDir, { recursive: true });
});

test('a refused operation fails with the code of the database; operations after closing fail', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-thread-'));
  const storage = await openStorage(dataDir, never);
  const userId = newUserId();
  const browser = { profileId: null, kind: null, provenAt: null };
  const device = { id: newCallId() as never, userId, tokenHash: '', createdAt: 0, seenAt: 0, ...browser };
  await expect(storage.run('devices:add', { device })).rejects.toMatchObject({
    code: 'SQLITE_CONSTRAINT_FOREIGNKEY',
  });
  await storage.close();
  await expect(storage.run('people:named', [userId])).rejects.toThrow(StorageError);
  await rm(dataDir, { recursive: true });
});

test('a directory that cannot be used is explained in a sentence', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-thread-'));
  const file = join(dataDir, 'file');
  await writeFile(file, 'not a directory');
  const refusal = await openStorage(file, never).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartError);
  expect(String(refusal)).toContain('cannot be written');
  await rm(dataDir, { recursive: true });
});

test('data is for this user alone, whatever the umask, and data from before is restricted', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'ringback-thread-'));
  const dataDir = join(parent, 'data');
  const umask = process.umask(0);
  try {
    await (await openStorage(dataDir, never)).close();
    await chmod(dataDir, 0o755);
    await chmod(join(dataDir, 'ringback.sqlite'), 0o644);
    const storage = await openStorage(dataDir, never);
    await storage.run('users:add', { id: newUserId(), name: 'Ada', claimHash: null, createdAt: 1 });
    expect(await modeOf(dataDir)).toBe('700');
    for (const file of await readdir(dataDir))
      expect([file, await modeOf(join(dataDir, file))]).toEqual([file, '600']);
    await storage.close();
  } finally {
    process.umask(umask);
    await rm(parent, { recursive: true });
  }
});

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

/** The sentence with which opening a directory fails. */
async function refusalOf(dataDir: string): Promise<string> {
  const refusal = await openStorage(dataDir, never).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartError);
  return String(refusal);
}

test('data of a newer version is refused with what to do', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-thread-'));
  const database = await openDatabase(dataDir);
  const { db } = database;
  await sql`insert into kysely_migration values ('9999-later', '2999-01-01')`.execute(db);
  await database.close();
  expect(await refusalOf(dataDir)).toContain('written by a newer version of Ringback');
  await rm(dataDir, { recursive: true });
});

test('a file that is no database is refused with what to do', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-thread-'));
  await writeFile(
    join(dataDir, 'ringback.sqlite'),
    'not a database, but long enough to look at. '.repeat(100),
  );
  expect(await refusalOf(dataDir)).toContain('restore -- FILE');
  await rm(dataDir, { recursive: true });
});

test.each([
  ['SQLITE_CANTOPEN_ISDIR', 'cannot be written'],
  ['SQLITE_READONLY_DIRECTORY', 'cannot be written'],
  ['EROFS', 'cannot be written'],
  ['SQLITE_FULL', 'is full'],
  ['ENOSPC', 'is full'],
])('a start that fails with %s says that the data %s', (code, sentence) => {
  expect(explainOpenFailure(code, 'message', '/data').message).toContain(sentence);
});

test('a write that finds no space fails with that reason', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-thread-'));
  const database = await openDatabase(dataDir);
  const { db } = database;
  // Fails in a transaction as a full disk does, which SQLite rolls back by itself.
  await sql`pragma max_page_count = 1`.execute(db);
  const texts = Array.from({ length: 200 }, (_, index) => ({
    name: String(index),
    value: 'x'.repeat(4_000),
  }));
  const write = db.transaction().execute((trx) => trx.insertInto('secrets').values(texts).execute());
  await expect(write).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  await database.close();
  await rm(dataDir, { recursive: true });
});

test('a full lane refuses at once, calls are never refused, and closing waits for everything', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-thread-'));
  const storage = await openStorage(dataDir, never);
  const outcomes = Promise.allSettled(
    Array.from({ length: 4_500 }, () => storage.run('devices:byToken', 'none')),
  );
  await expect(storage.run('devices:byToken', 'none')).rejects.toThrow(LaneFullError);
  expect(await storage.run('calls:byIds', [newCallId()])).toEqual([]);
  await storage.close();
  expect((await outcomes).filter(({ status }) => status === 'fulfilled')).toHaveLength(4_000);
  await rm(dataDir, { recursive: true });
});
