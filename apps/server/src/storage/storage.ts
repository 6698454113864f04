import { UnavailableError } from '../platform/errors.ts';

/** The input and output of an operation: plain data, because they are copied between threads. */
interface Operation {
  readonly input: unknown;
  readonly output: unknown;
}

/** The operations of one concern, by name. Each concern declares its own, next to the SQL that carries them out. */
export type OperationTable<Operations> = { readonly [Name in keyof Operations]: Operation };

/** One function for each operation of a table. */
export type OperationHandlers<Operations extends OperationTable<Operations>> = {
  readonly [Name in keyof Operations]: (
    input: Operations[Name]['input'],
  ) => Promise<Operations[Name]['output']>;
};

/** The database, as seen by code that needs only some of its operations. */
export interface Storage<Operations extends OperationTable<Operations>> {
  /** @throws {StorageError} when the database refuses, and {LaneFullError} when too much waits for it. */
  run<Name extends keyof Operations>(
    name: Name,
    input: Operations[Name]['input'],
  ): Promise<Operations[Name]['output']>;
  /** Writes everything back into the database file and closes it. */
  close(): Promise<void>;
}

/** The database, as seen by the code that owns it. */
export interface StorageWithBackup<
  Operations extends OperationTable<Operations>,
> extends Storage<Operations> {
  /** Copies the database into a new file while operations go on. @throws {StorageError} when it cannot be written. */
  backup(file: string): Promise<void>;
}

/** The database refused. `code` is the driver's own code, such as `SQLITE_FULL`. */
export class StorageError extends UnavailableError {
  override readonly isExpected = false;
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  /** Wraps anything thrown. */
  static from(error: unknown): StorageError {
    if (error instanceof StorageError) return error;
    if (!(error instanceof Error)) return new StorageError('UNKNOWN', String(error));
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
    return new StorageError(code, error.message);
  }

  /** The error of every operation once the database is closed. */
  static closed(): StorageError {
    return new StorageError('CLOSED', 'The database is closed.');
  }
}
