import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { NoteId } from '@ringback/protocol';
import * as v from 'valibot';
import { databasePath, prepareDataFolder } from './dataFiles.ts';
import { isKnownMigration } from './migrations.ts';

/*
 * A backup is one file: the database, with a table more that holds the files of the notes. SQLite checks its pages when
 * it is restored, and copies it while the server writes.
 */

const table = 'backupFiles';
/** The same folder as in a data directory. */
const notesFolder = 'notes';

/** What a backup holds, for the person who made it. */
export interface ArchiveContents {
  readonly people: number;
  readonly calls: number;
  readonly notes: number;
}

/** A file is not a backup that this version can restore. The message is a sentence for the person who named it. */
export class ArchiveError extends Error {}

/** Copies the database of a server that is not running into a new file. @throws {ArchiveError} when there is none. */
export async function copyDatabase(dataDir: string, file: string): Promise<void> {
  const path = databasePath(dataDir);
  if (!existsSync(path)) throw new ArchiveError(`There is no data in ${dataDir} to back up.`);
  const sqlite = new Sqlite(path);
  try {
    await sqlite.backup(file);
  } finally {
    sqlite.close();
  }
}

/** Adds the notes of a data directory to a copy of its database. A note that is deleted meanwhile is left out. */
export function addNotes(file: string, dataDir: string): ArchiveContents {
  chmodSync(file, 0o600);
  const archive = new Sqlite(file);
  try {
    archive.exec(`create table "${table}" (name text primary key, bytes blob not null)`);
    const add = archive.prepare(`insert into "${table}" values (?, ?)`);
    for (const id of noteIdsIn(join(dataDir, notesFolder))) {
      const bytes = readIfPresent(join(dataDir, notesFolder, id));
      if (bytes !== undefined) add.run(`${notesFolder}/${id}`, bytes);
    }
    // One file alone, which can also be read where nothing can be written.
    archive.pragma('journal_mode = DELETE');
    return contentsOf(archive);
  } finally {
    archive.close();
  }
}

/**
 * Unpacks a backup into an empty directory.
 * @throws {ArchiveError} when it is damaged, no backup, or from a newer version.
 */
export async function unpack(file: string, dataDir: string): Promise<ArchiveContents> {
  const archive = openArchive(file);
  try {
    mkdirSync(dataDir, { mode: 0o700 });
    const contents = contentsOf(archive);
    await archive.backup(databasePath(dataDir));
    writeNotes(archive, join(dataDir, notesFolder));
    dropNotes(databasePath(dataDir));
    return contents;
  } finally {
    archive.close();
  }
}

function openArchive(file: string): Sqlite.Database {
  if (!existsSync(file)) throw new ArchiveError(`There is no file ${file}.`);
  const archive = new Sqlite(file, { readonly: true });
  try {
    checkArchive(archive, file);
    return archive;
  } catch (error) {
    archive.close();
    if (error instanceof Sqlite.SqliteError) throw new ArchiveError(`${file} is no backup of Ringback.`);
    throw error;
  }
}

function checkArchive(archive: Sqlite.Database, file: string): void {
  const tables = archive.prepare('select name from sqlite_master').pluck().all();
  if (!tables.includes('kysely_migration') || !tables.includes(table))
    throw new ArchiveError(`${file} is no backup of Ringback.`);
  if (archive.pragma('integrity_check', { simple: true }) !== 'ok')
    throw new ArchiveError(`${file} is damaged. Use another backup.`);
  const migrations = archive.prepare('select name from kysely_migration').pluck().all();
  if (!migrations.every(isKnownMigration))
    throw new ArchiveError(`${file} is from a newer version of Ringback. Restore it with that version.`);
}

/** Names come from the file, so only names of notes are written. */
function writeNotes(archive: Sqlite.Database, folder: string): void {
  prepareDataFolder(folder);
  const rows = archive.prepare<[], { name: string; bytes: Uint8Array }>(`select name, bytes from "${table}"`);
  for (const { name, bytes } of rows.iterate()) {
    const id = v.safeParse(NoteId, name.slice(notesFolder.length + 1));
    if (id.success) writeFileSync(join(folder, id.output), bytes, { mode: 0o600 });
  }
}

function dropNotes(path: string): void {
  chmodSync(path, 0o600);
  const sqlite = new Sqlite(path);
  sqlite.exec(`drop table "${table}"`);
  sqlite.exec('vacuum');
  sqlite.close();
}

function contentsOf(archive: Sqlite.Database): ArchiveContents {
  const count = (name: string): number =>
    Number(archive.prepare(`select count(*) from "${name}"`).pluck().get());
  return { people: count('users'), calls: count('calls'), notes: count(table) };
}

function noteIdsIn(folder: string): NoteId[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const id = v.safeParse(NoteId, name);
    return id.success ? [id.output] : [];
  });
}

function readIfPresent(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether a running server, or another program, uses a database. */
export function isInUse(dataDir: string): boolean {
  const path = databasePath(dataDir);
  if (!existsSync(path)) return false;
  const sqlite = new Sqlite(path, { timeout: 0 });
  try {
    sqlite.pragma('locking_mode = EXCLUSIVE');
    sqlite.exec('begin exclusive; rollback');
    return false;
  } catch (error) {
    return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
  } finally {
    sqlite.close();
  }
}
