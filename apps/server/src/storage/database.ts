import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { databasePath, prepareDataFiles } from './dataFiles.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';

/** Runs queries. Code with access to it runs in the thread of the database. */
export type Db = Kysely<Tables>;

/** An open database. */
export interface Database {
  readonly db: Db;
  /** Copies the database into a new file, in small steps between the statements of `db`. */
  backup(file: string): Promise<void>;
  /** Writes the log back into the database file and closes it. */
  close(): Promise<void>;
}

/** Holds the indexes of a few hundred thousand calls, so that writing a call reads nothing from disk. */
const cacheKib = 64 * 1024;
/** Pages of 4 KiB in the log before a checkpoint; a page that changed often is then written back once. */
const checkpointPages = 4_000;
/** How long a write waits for another process that holds the file, in ms. */
const busyTimeoutMs = 2_000;

/**
 * Opens the database in a directory, creating both if necessary, and migrates it.
 * WAL with `synchronous = FULL`: committed transactions survive a power failure.
 */
export async function openDatabase(dataDir: string): Promise<Database> {
  prepareDataFiles(dataDir);
  const sqlite = new Sqlite(databasePath(dataDir));
  sqlite.pragma('locking_mode = EXCLUSIVE');
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  // What was deleted is overwritten, not only forgotten.
  sqlite.pragma('secure_delete = ON');
  // Statement journals: in a file, they would cost as much writing as the log.
  sqlite.pragma('temp_store = MEMORY');
  sqlite.pragma(`cache_size = -${cacheKib}`);
  sqlite.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  sqlite.pragma(`busy_timeout = ${busyTimeoutMs}`);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: withStatementCache(sqlite) }) });
  await migrate(db);
  return {
    db,
    async backup(file: string): Promise<void> {
      await sqlite.backup(file);
    },
    async close(): Promise<void> {
      sqlite.pragma('wal_checkpoint(TRUNCATE)');
      await db.destroy();
    },
  };
}

/** Bounds the cache; the server has far fewer statements. */
const maxStatements = 500;

/** The driver prepares a statement each time it runs; caching them saves most of the time of a short one. */
function withStatementCache(sqlite: Sqlite.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => sqlite.close(),
    prepare(sql: string): SqliteStatement {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      if (statements.size >= maxStatements) statements.clear();
      const statement: SqliteStatement = sql === 'rollback' ? rollbackOf(sqlite) : sqlite.prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
  };
}

/**
 * SQLite rolls a transaction back by itself when the disk is full, and refuses a second rollback, whose error would hide
 * the reason (sqlite.org/lang_transaction.html, section 3).
 */
function rollbackOf(sqlite: Sqlite.Database): SqliteStatement {
  const rollback = sqlite.prepare('rollback');
  return {
    reader: false,
    all: () => [],
    iterate: () => [].values(),
    run: () => (sqlite.inTransaction ? rollback.run() : { changes: 0, lastInsertRowid: 0 }),
  };
}
