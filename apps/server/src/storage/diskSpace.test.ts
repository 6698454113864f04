import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../platform/log.ts';
import { openInProcessStorage } from '../testing/inProcessStorage.ts';
import { newCallId, TestServer, type Device } from '../testing/testServer.ts';
import { DiskSpace, withReserve } from './diskSpace.ts';
import { StorageError } from './storage.ts';

let dataDir = '';
const megabyte = 1024 * 1024;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-disk-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

function diskWith(free: { bytes: number }, lines: string[] = []): DiskSpace {
  const log = createLog('info', { write: (line) => void lines.push(line) });
  return new DiskSpace({ dataDir, log, freeBytes: () => Promise.resolve(free.bytes) });
}

test('a disk with space gets a reserve, which is released once and made again', async () => {
  const free = { bytes: 100 * megabyte };
  const lines: string[] = [];
  const disk = diskWith(free, lines);
  await disk.check();
  expect((await stat(join(dataDir, 'reserve'))).size).toBe(4 * megabyte);
  free.bytes = 0;
  expect(await disk.release()).toBe(true);
  expect(await disk.release()).toBe(false);
  expect(disk.isFull).toBe(true);
  expect(lines.join()).toContain('The disk with DATA_DIR is full');
  await disk.check();
  expect(disk.isFull).toBe(true);
  free.bytes = 100 * megabyte;
  await disk.check();
  expect(disk.isFull).toBe(false);
  expect(await readdir(dataDir)).toEqual(['reserve']);
});

test('the space of the released reserve alone does not make a full disk usable again', async () => {
  const free = { bytes: 100 * megabyte };
  const disk = diskWith(free);
  await disk.check();
  await disk.release();
  free.bytes = 4 * megabyte;
  await disk.check();
  expect(disk.isFull).toBe(true);
  expect(await readdir(dataDir)).toEqual([]);
  free.bytes = 9 * megabyte;
  await disk.check();
  expect(disk.isFull).toBe(false);
});

test('a disk that is nearly full counts as full before a write fails', async () => {
  const free = { bytes: 100 * megabyte };
  const disk = diskWith(free);
  await disk.check();
  free.bytes = megabyte / 2;
  await disk.check();
  expect(disk.isFull).toBe(true);
  expect(await readdir(dataDir)).toEqual(['reserve']);
});

/** A server whose disk fills up when `isFull` is set; only the reserve then has space for writes. */
async function serverOnSmallDisk(): Promise<{ server: TestServer; disk: { isFull: boolean } }> {
  const disk = { isFull: false };
  const hasSpace = async (folder: string): Promise<boolean> =>
    !disk.isFull || !(await readdir(folder)).includes('reserve');
  const server = await TestServer.start(
    {},
    {
      openStorage: async (folder) => {
        const storage = await openInProcessStorage(folder);
        return {
          run: async (name, input) => {
            if (!(await hasSpace(folder))) throw new StorageError('SQLITE_FULL', 'database or disk is full');
            return storage.run(name, input);
          },
          backup: (file) => storage.backup(file),
          close: () => storage.close(),
        };
      },
    },
  );
  return { server, disk };
}

async function connectedCall(ada: Device, grace: Device) {
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await grace.ok('call:accept', { callId, media: 'audio' });
  return callId;
}

test('the disk fills up in a call: the call can be ended, nothing new is accepted, and /readyz says why', async () => {
  const { server, disk } = await serverOnSmallDisk();
  await using _ = server;
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const callId = await connectedCall(ada, grace);
  expect((await fetch(`${server.url}readyz`)).status).toBe(200);

  disk.isFull = true;
  expect(await ada.codeOf('call:end', { callId })).toBe('ok');
  await grace.pushedCall(callId, 'ended');
  expect((await grace.history())[0]?.callId).toBe(callId);
  const ready = await fetch(`${server.url}readyz`);
  expect([ready.status, await ready.text()]).toEqual([
    503,
    expect.stringContaining('disk with DATA_DIR is full'),
  ]);
  expect((await fetch(`${server.url}healthz`)).status).toBe(200);
  const refused = await ada.ask('call:place', { callId: newCallId(), to: grace.userId, media: 'audio' });
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'unavailable', message: expect.stringContaining('disk') as string },
  });
  expect((await server.post('api/session', { name: 'Linus' })).status).toBe(503);
});

test('a full disk without a reserve refuses the write with its reason', async () => {
  const disk = diskWith({ bytes: 0 });
  const full = new StorageError('SQLITE_FULL', 'database or disk is full');
  const storage = withReserve(
    { run: () => Promise.reject(full), backup: () => Promise.reject(full), close: () => Promise.resolve() },
    disk,
  );
  await expect(storage.run('any' as never, null as never)).rejects.toBe(full);
  expect(disk.isFull).toBe(true);
});
