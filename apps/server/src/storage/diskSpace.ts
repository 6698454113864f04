import { existsSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../platform/log.ts';
import type { OperationTable, StorageWithBackup } from './storage.ts';

/** Released when the disk is full; live calls take a few kB each until they have ended. */
const reserveBytes = 4 * 1024 * 1024;
/** With less space than this, nothing new is accepted. */
const scarceBytes = 1024 * 1024;
const checkMs = 5_000;

/** How many bytes can still be written in a directory. */
export type FreeBytes = (directory: string) => Promise<number>;

const freeBytesOf: FreeBytes = async (directory) => {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
};

export interface DiskSpaceDeps {
  readonly dataDir: string;
  readonly log: Log;
  readonly freeBytes?: FreeBytes;
}

/**
 * Watches the disk of the data directory, and keeps a reserve on it, so that calls can still be ended once it is full.
 *
 * ```
 *   enough ──little space left, or a write failed──> full
 *          <──space for the reserve again────────────
 * ```
 */
export class DiskSpace {
  readonly #dataDir: string;
  readonly #log: Log;
  readonly #freeBytes: FreeBytes;
  readonly #reserve: string;
  #state: 'enough' | 'full' = 'enough';
  /** The size of the last reserve: as much is free again when it is released, although no space was freed on the disk. */
  #reservedBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ dataDir, log, freeBytes = freeBytesOf }: DiskSpaceDeps) {
    this.#dataDir = dataDir;
    this.#log = log;
    this.#freeBytes = freeBytes;
    this.#reserve = join(dataDir, 'reserve');
  }

  get isFull(): boolean {
    return this.#state === 'full';
  }

  /** Makes the reserve, then checks at intervals. */
  async start(): Promise<void> {
    await this.check();
    this.#timer = setInterval(() => void this.check(), checkMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Looks how much space there is. A file system that cannot say counts as having enough. */
  async check(): Promise<void> {
    const free = await this.#freeBytes(this.#dataDir).catch(() => Infinity);
    if (free < scarceBytes) this.#become('full');
    else if (existsSync(this.#reserve) || (await this.#tryReserve(free))) this.#become('enough');
  }

  /** A write failed for lack of space. Resolves to whether some was released, so that trying again is worthwhile. */
  async release(): Promise<boolean> {
    this.#become('full');
    const hasReserve = existsSync(this.#reserve);
    await rm(this.#reserve, { force: true });
    return hasReserve;
  }

  /** On a small disk the reserve is smaller. Zeros are written, because a file with holes reserves nothing. */
  async #tryReserve(free: number): Promise<boolean> {
    const size = Math.min(reserveBytes, Math.floor(free / 4));
    if (free < 2 * Math.max(scarceBytes, this.#reservedBytes)) return false;
    try {
      await using file = await open(this.#reserve, 'w', 0o600);
      await file.writeFile(Buffer.alloc(size));
      this.#reservedBytes = size;
      return true;
    } catch {
      await rm(this.#reserve, { force: true });
      return false;
    }
  }

  #become(state: 'enough' | 'full'): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state === 'full') this.#log.error({ dataDir: this.#dataDir }, diskFull);
    else this.#log.info('The disk has space again; everything is accepted.');
  }
}

/** For logs and `/readyz`. */
export const diskFull =
  'The disk with DATA_DIR is full: nothing new is accepted, calls can only be ended. Free some space on it.';

/** Whether the system or the database says that a write found no space. */
function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(code);
}

/** A storage that uses the reserve of a full disk for a second attempt. */
export function withReserve<Operations extends OperationTable<Operations>>(
  storage: StorageWithBackup<Operations>,
  disk: Pick<DiskSpace, 'release'>,
): StorageWithBackup<Operations> {
  return {
    run: async (name, input) => {
      try {
        return await storage.run(name, input);
      } catch (error) {
        if (!isDiskFull(error) || !(await disk.release())) throw error;
        return storage.run(name, input);
      }
    },
    backup: (file) => storage.backup(file),
    close: () => storage.close(),
  };
}
