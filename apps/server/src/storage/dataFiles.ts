import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const ownFile = 0o600;
const ownFolder = 0o700;

/** The database of a data directory. */
export function databasePath(dataDir: string): string {
  return join(dataDir, 'ringback.sqlite');
}

/**
 * Creates the data directory and an empty database file where there are none, so that only this user can read them,
 * whatever the umask. SQLite gives the files beside a database the same permissions. Older data is restricted too; a
 * directory that held none of ours keeps its permissions, because others may use it.
 */
export function prepareDataFiles(dataDir: string): void {
  const path = databasePath(dataDir);
  requireWritable(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: ownFolder });
  if (existsSync(path)) restrict(dataDir, ownFolder);
  else closeSync(openSync(path, 'a', ownFile));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) restrict(file, ownFile);
}

/** A read-only file system: SQLite would only say that it had an I/O error, and `mkdir` that nothing is there. */
function requireWritable(path: string): void {
  if (existsSync(path)) accessSync(path, constants.W_OK);
  else if (dirname(path) !== path) requireWritable(dirname(path));
}

/** Creates a directory below the data directory, or restricts it. */
export function prepareDataFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: ownFolder });
  restrict(path, ownFolder);
}

/** Files of another user stay as they are: only their owner can change them. */
function restrict(path: string, mode: number): void {
  if (!existsSync(path) || process.platform === 'win32') return;
  const { mode: current, uid } = statSync(path);
  if ((current & 0o777) !== mode && uid === process.getuid?.()) chmodSync(path, mode);
}
