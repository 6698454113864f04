import type { CallId, MessageId, NoteId } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import type { EntryKey, RetentionOperations } from './retentionSql.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Things are kept for days, so an hour more does not matter. */
const sweepMs = 60 * 60 * 1000;

export interface RetentionDeps {
  readonly storage: Storage<RetentionOperations>;
  /** Messages and notes that are older are deleted; undefined keeps them. */
  readonly messagesDays: number | undefined;
  /** The same for calls and all entries of histories. */
  readonly historyDays: number | undefined;
  readonly removeNoteFiles: (ids: readonly NoteId[]) => Promise<void>;
  readonly log: Log;
  readonly now: () => number;
}

/** Deletes what is older than the host wants it to be kept. */
export class Retention {
  readonly #deps: RetentionDeps;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  /** Sweeps, then at intervals. */
  async start(): Promise<void> {
    const { messagesDays, historyDays, log } = this.#deps;
    if (messagesDays === undefined && historyDays === undefined) return;
    await this.sweep();
    this.#timer = setInterval(() => {
      this.sweep().catch((err: unknown) => log.error({ err }, 'sweep of old data failed'));
    }, sweepMs).unref();
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
  }

  async sweep(): Promise<void> {
    const { messagesDays, historyDays, now } = this.#deps;
    if (messagesDays !== undefined) await this.#sweepMessages(now() - messagesDays * dayMs);
    if (historyDays !== undefined) await this.#sweepHistory(now() - historyDays * dayMs);
  }

  async #sweepMessages(before: number): Promise<void> {
    const { storage, removeNoteFiles } = this.#deps;
    await this.#inPieces<MessageId>(
      async (after) => (await storage.run('retention:messages', { before, after })).next,
    );
    await this.#inPieces<number>(
      async (after) => (await storage.run('retention:reports', { before, after })).next,
    );
    await this.#inPieces<NoteId>(async (after) => {
      const { gone, next } = await storage.run('retention:notes', { before, after });
      await removeNoteFiles(gone);
      return next;
    });
  }

  async #sweepHistory(before: number): Promise<void> {
    const { storage } = this.#deps;
    await this.#inPieces<EntryKey>(
      async (after) => (await storage.run('retention:history', { before, after })).next,
    );
    await storage.run('retention:removed', before);
    await this.#inPieces<CallId>(
      async (after) => (await storage.run('retention:calls', { before, after })).next,
    );
  }

  /** Runs an operation on one piece of a table after the other. */
  async #inPieces<Key>(piece: (after: Key | undefined) => Promise<Key | undefined>): Promise<void> {
    let after: Key | undefined;
    do after = await piece(after);
    while (after !== undefined && !this.#isStopped);
  }
}
