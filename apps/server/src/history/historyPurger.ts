import { bounds } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import type { HistoryOperations } from './historySql.ts';

/** How long deleted entries are kept beyond the time in which they can be brought back, at most. */
const intervalMs = 60_000;

/** Forgets deleted entries for good, once they cannot be brought back any more. */
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

  /** Begins with what an earlier process left. */
  async start(): Promise<void> {
    await this.purge();
    this.#timer = setInterval(() => {
      this.purge().catch((err: unknown) => this.#log.error({ err }, 'purge failed'));
    }, intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Forgets what is due now. */
  purge(): Promise<void> {
    return this.#storage.run('history:purge', this.#now() - bounds.undoMs);
  }
}
