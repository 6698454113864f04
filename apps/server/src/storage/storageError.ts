/** The database refused. `code` is its own word for why, such as `SQLITE_FULL`. */
export class StorageError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  /** Tells it from anything thrown. */
  static from(error: unknown): StorageError {
    if (error instanceof StorageError) return error;
    if (!(error instanceof Error)) return new StorageError('UNKNOWN', String(error));
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
    return new StorageError(code, error.message);
  }
}
