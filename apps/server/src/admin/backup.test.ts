import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newToken } from '../platform/secrets.ts';
import { openDatabase } from '../storage/database.ts';
import { TestServer } from '../testing/testServer.ts';
import { backUp, restore } from './backup.ts';

let folder = '';
const now = new Date('2026-01-02T03:04:05Z');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-backup-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The sentence with which something is refused. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

test('a backup of a running server brings back people, calls and notes', async () => {
  await using server = await TestServer.start({ guests: 'on' });
  const { dataDir } = server.config;
  const claim = newToken();
  const file = join(folder, 'backup');
  await server.signIn('Ada', claim);
  const noteId = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
  await writeFile(join(dataDir, 'notes', noteId), 'a note');
  expect(await backUp(dataDir, file)).toMatchObject({ people: 1, notes: 1 });
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
  expect(await readdir(folder)).toEqual(['backup']);

  await server.signIn('Grace', newToken());
  expect(await refusal(restore(dataDir, file, now))).toContain('Stop it');
  await server.restart({}, async () => {
    const restored = await restore(dataDir, file, now);
    expect(restored).toMatchObject({ people: 1, notes: 1 });
    expect(restored.replaced).toBe(join(dataDir, 'before-restore-2026-01-02T03-04-05Z'));
    expect(await readdir(join(dataDir, 'notes'))).toEqual([noteId]);
    expect(await readdir(restored.replaced ?? '')).toContain('ringback.sqlite');
  });
  expect(await readdir(folder)).toEqual(['backup']);
  await server.signIn('Ada', claim);
  await server.signIn('Grace', newToken());
});

test('data that no server uses is backed up too, and restored into a new directory', async () => {
  const dataDir = join(folder, 'data');
  await (await openDatabase(dataDir)).close();
  const file = join(folder, 'backup');
  expect(await backUp(dataDir, file)).toEqual({ people: 0, calls: 0, notes: 0 });
  const other = join(folder, 'other');
  expect(await restore(other, file, now)).toMatchObject({ people: 0, replaced: undefined });
  await (await openDatabase(other)).close();
});

test('a failed backup leaves the last one as it was', async () => {
  const dataDir = join(folder, 'data');
  await (await openDatabase(dataDir)).close();
  const file = join(folder, 'backup');
  await backUp(dataDir, file);
  const { size, mtimeMs } = await stat(file);
  expect(await refusal(backUp(join(folder, 'nothing'), file))).toContain('There is no data');
  expect(await stat(file)).toMatchObject({ size, mtimeMs });
  expect(await refusal(backUp(dataDir, join(dataDir, 'backup')))).toContain('inside DATA_DIR');
  expect(await refusal(backUp(dataDir, join(folder, 'missing', 'backup')))).toContain('There is no folder');
});

test('what is no whole backup of this version is refused, and changes nothing', async () => {
  const dataDir = join(folder, 'data');
  const database = await openDatabase(dataDir);
  const file = join(folder, 'backup');
  await database.close();
  await backUp(dataDir, file);
  const before = await readdir(dataDir);

  expect(await refusal(restore(dataDir, join(folder, 'none'), now))).toContain('There is no file');
  await writeFile(join(folder, 'text'), 'some text that is no database. '.repeat(100));
  expect(await refusal(restore(dataDir, join(folder, 'text'), now))).toContain('no backup of Ringback');

  const newer = await openDatabase(dataDir);
  const migration = { name: '9999-later', timestamp: '2999-01-01' };
  await newer.db
    .insertInto('kysely_migration' as never)
    .values(migration)
    .execute();
  await newer.close();
  const fromNewer = join(folder, 'newer');
  await backUp(dataDir, fromNewer);
  await chmod(fromNewer, 0o600);
  expect(await refusal(restore(dataDir, fromNewer, now))).toContain('newer version');
  expect(await readdir(dataDir)).toEqual(before);
});
