import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newCallId } from '../testing/testServer.ts';
import { newUserId } from '../calls/calls.testing.ts';
import { StartError } from '../platform/errors.ts';
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
  const device = { id: newCallId() as never, userId, tokenHash: '', createdAt: 0, seenAt: 0 };
  await expect(storage.run('devices:add', device)).rejects.toMatchObject({
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
