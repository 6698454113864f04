import { setImmediate } from 'node:timers/promises';
import { operationHandlers, type Operations } from '../operations/operations.ts';
import { openDatabase, type Database } from '../storage/database.ts';
import { StorageError, type OperationHandlers, type StorageWithBackup } from '../storage/storage.ts';

/**
 * Opens the same database as `openStorage`, without a thread: starting one costs a test about 0.35 s. Like the thread, it
 * answers in a later turn of the event loop, and with copies.
 */
export async function openInProcessStorage(dataDir: string): Promise<StorageWithBackup<Operations>> {
  return new InProcessStorage(await openDatabase(dataDir));
}

class InProcessStorage implements StorageWithBackup<Operations> {
  readonly #database: Database;
  readonly #handlers: OperationHandlers<Operations>;
  #isClosed = false;

  constructor(database: Database) {
    this.#database = database;
    this.#handlers = operationHandlers(database.db);
  }

  async run<Name extends keyof Operations>(
    name: Name,
    input: Operations[Name]['input'],
  ): Promise<Operations[Name]['output']> {
    if (this.#isClosed) throw StorageError.closed();
    const copy = structuredClone(input);
    await setImmediate();
    try {
      return structuredClone(await this.#handlers[name](copy));
    } catch (error) {
      throw StorageError.from(error);
    }
  }

  backup(file: string): Promise<void> {
    return this.#database.backup(file);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await setImmediate();
    await this.#database.close();
  }
}
