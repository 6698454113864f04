import { existsSync, realpathSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import {
  addNotes,
  ArchiveError,
  copyDatabase,
  isInUse,
  unpack,
  type ArchiveContents,
} from '../storage/backupArchive.ts';
import { sendAdminRequest } from './adminSocket.ts';

/**
 * Writes all data into one file, also while a server uses it. An older file is replaced only once the new one is whole.
 * @throws {ArchiveError} with a sentence for the person who runs it.
 */
export async function backUp(dataDir: string, file: string): Promise<ArchiveContents> {
  const target = resolve(file);
  refuseInside(dataDir, target);
  const partial = `${target}.partial`;
  await rm(partial, { force: true });
  try {
    await copyLiveDatabase(dataDir, partial);
    const contents = addNotes(partial, dataDir);
    await sync(partial);
    await rename(partial, target);
    await sync(dirname(target));
    return contents;
  } finally {
    await rm(partial, { force: true });
  }
}

async function copyLiveDatabase(dataDir: string, file: string): Promise<void> {
  if (!existsSync(dirname(file))) throw new ArchiveError(`There is no folder ${dirname(file)}.`);
  const outcome = await sendAdminRequest(dataDir, 'backup', { file });
  switch (outcome.kind) {
    case 'done':
      return;
    case 'failed':
      throw new ArchiveError(`The backup failed: ${outcome.message}.`);
    case 'notRunning':
      await copyDatabase(dataDir, file);
  }
}

/** A backup inside the data directory would be lost together with it. */
function refuseInside(dataDir: string, target: string): void {
  const inside = relative(realpathIfPresent(dataDir), realpathIfPresent(dirname(target)));
  if (inside === '' || !inside.startsWith('..'))
    throw new ArchiveError(
      `${target} is inside DATA_DIR. Write backups to another folder, best on another disk.`,
    );
}

function realpathIfPresent(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}

/** What restoring did. */
export interface Restored extends ArchiveContents {
  /** Where the data from before is now; undefined if there was none. */
  readonly replaced: string | undefined;
}

/** Everything of a data directory that a backup replaces. */
const replacedNames = ['ringback.sqlite', 'ringback.sqlite-wal', 'ringback.sqlite-shm', 'notes'];

/**
 * Puts a backup in the place of a data directory's data, which is kept beside it. The backup is unpacked and checked
 * before anything is moved.
 * @throws {ArchiveError} with a sentence for the person who runs it, and nothing is changed.
 */
export async function restore(dataDir: string, file: string, now: Date): Promise<Restored> {
  if (isInUse(dataDir))
    throw new ArchiveError(`A server is using the data in ${dataDir}. Stop it, then restore again.`);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const unpacked = join(dataDir, 'restoring');
  await rm(unpacked, { recursive: true, force: true });
  try {
    const contents = await unpack(resolve(file), unpacked);
    const replaced = await moveAside(dataDir, join(dataDir, `before-restore-${fileTime(now)}`));
    for (const name of ['notes', 'ringback.sqlite']) await rename(join(unpacked, name), join(dataDir, name));
    await sync(dataDir);
    return { ...contents, replaced };
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

async function moveAside(dataDir: string, aside: string): Promise<string | undefined> {
  const present = replacedNames.map((name) => join(dataDir, name)).filter((path) => existsSync(path));
  if (present.length === 0) return undefined;
  await mkdir(aside, { mode: 0o700 });
  for (const path of present) await rename(path, join(aside, basename(path)));
  return aside;
}

/** A time that every file system takes in a name, such as `2026-11-30T10-18-00Z`. */
function fileTime(now: Date): string {
  return now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
}
