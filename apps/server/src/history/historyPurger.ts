import { bounds } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import type { HistoryOperations } from './historySql.ts';

/** Deleted entries stay in storage at most this long after the time in which the deletion can be undone. */
const intervalMs = 60_000;

/** Purges deleted history entries whose deletion can no longer be undone. */
export class HistoryPurger {
  readonly #storage: Storage<HistoryOperations>;
  readonly #log: Log;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor({ storage, log, now }: { storage: Storage<HistoryOperations>; log: Log; now: () => number }) {
    this.#storage = storage;
    this.#log = log;
    this.#now = now;
  }

  /** Purges what an earlier process left over, then at intervals. */
  async start(): Promise<void> {
    await this.purge();
    this.#timer = setInterval(() => {
      this.purge().catch((err: unknown) => this.#log.error({ err }, 'purge failed'));
    }, intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  purge(): Promise<void> {
    return this.#storage.run('history:purge', this.#now() - bounds.undoMs);
  }
}
