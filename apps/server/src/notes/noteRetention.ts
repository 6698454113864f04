import type { Readable } from 'node:stream';
import { bounds, type NoteId, type ProfileId, type UserId } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import type { NoteFiles } from './noteFiles.ts';
import type { NoteNotifier } from './noteNotifier.ts';
import type { StoredNote } from './noteRow.ts';
import type { NoteSpace } from './noteSpace.ts';
import type { NoteOperations } from './notesSql.ts';

/** Notes are kept for days, so an hour more does not matter. Uploads that were given up are forgotten in minutes. */
const sweepMs = 60 * 60 * 1000;
const unfinishedSweepMs = 60 * 1000;
/** Notes that one query of a sweep releases. */
const batchSize = 100;

export interface NoteRetentionDeps {
  readonly storage: Storage<NoteOperations>;
  readonly noteFiles: NoteFiles;
  readonly space: NoteSpace;
  readonly notifier: NoteNotifier;
  readonly log: Log;
  readonly now: () => number;
}

/** A note that is being downloaded. */
export interface OpenedNote {
  readonly size: number;
  readonly bytes: Readable;
}

/**
 * Keeps the bytes of notes until every browser profile that the recipient used in the last 30 days has fetched them,
 * and for 30 days at most.
 */
export class NoteRetention {
  readonly #deps: NoteRetentionDeps;
  #timers: readonly NodeJS.Timeout[] = [];
  #sweeping: Promise<void> = Promise.resolve();

  constructor(deps: NoteRetentionDeps) {
    this.#deps = deps;
  }

  /** Repairs what an earlier process left over, then sweeps at intervals. */
  async start(): Promise<void> {
    await this.#reconcile();
    await this.sweep();
    await this.forgetUnfinished();
    this.#timers = [
      this.#every(sweepMs, () => this.sweep()),
      this.#every(unfinishedSweepMs, () => this.forgetUnfinished()),
    ];
  }

  /** One sweep after the other, so that `stop` has one to wait for. */
  #every(intervalMs: number, sweep: () => Promise<void>): NodeJS.Timeout {
    return setInterval(() => {
      this.#sweeping = this.#sweeping
        .then(sweep)
        .catch((err: unknown) => this.#deps.log.error({ err }, 'sweep of notes failed'));
    }, intervalMs).unref();
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#sweeping;
  }

  /** Opens a note for one of its two people; undefined for anyone else, and once its bytes are gone. */
  async open(userId: UserId, id: NoteId): Promise<OpenedNote | undefined> {
    const stored = await this.#deps.storage.run('notes:byId', id);
    if (stored?.note === undefined || !stored.kept) return undefined;
    const { from, to, hidden, size } = stored.draft;
    if (userId !== from && (userId !== to || hidden)) return undefined;
    return { size, bytes: this.#deps.noteFiles.read(id) };
  }

  /** Records that a browser profile has stored notes, and deletes the bytes of notes that every profile has. */
  async fetched(userId: UserId, profileId: ProfileId, ids: readonly NoteId[]): Promise<void> {
    const { storage, now } = this.#deps;
    const since = now() - bounds.noteKeptMs;
    await this.#release(await storage.run('notes:fetched', { userId, profileId, ids, since }));
  }

  /** Deletes the bytes of notes that were delivered or are too old. */
  async sweep(): Promise<void> {
    const { storage, now } = this.#deps;
    const before = now() - bounds.noteKeptMs;
    const query = { sentBefore: before, seenSince: before };
    for (;;) {
      const { ids, known } = await storage.run('notes:releaseSpent', { ...query, limit: batchSize });
      await this.#removeBytes(ids, known);
      if (ids.length < batchSize) return;
    }
  }

  /** Deletes the bytes of notes whose upload did not go on for some minutes. A client that comes back starts over. */
  async forgetUnfinished(): Promise<void> {
    const { storage, now } = this.#deps;
    const query = { before: now() - bounds.noteUnfinishedMs, limit: batchSize };
    for (;;) {
      const ids = await storage.run('notes:releaseUnfinished', query);
      await this.#removeBytes(ids, []);
      if (ids.length < batchSize) return;
    }
  }

  async #release(ids: readonly NoteId[]): Promise<void> {
    if (ids.length > 0) await this.#removeBytes(ids, await this.#deps.storage.run('notes:release', ids));
  }

  /** `known`: the notes among them that were sent, so that people can see them. */
  async #removeBytes(ids: readonly NoteId[], known: readonly StoredNote[]): Promise<void> {
    const { noteFiles, notifier, space } = this.#deps;
    await Promise.all(ids.map((id) => noteFiles.remove(id)));
    for (const id of ids) space.remove(id);
    for (const { note, draft } of known) if (note !== undefined) notifier.changed(note, draft.hidden);
  }

  /**
   * Removes files without a row, left by a process that died between releasing a note and deleting its file. Releases
   * rows without a file, which a restored backup of the database alone contains. Counts the bytes of the others.
   */
  async #reconcile(): Promise<void> {
    const { storage, noteFiles, space } = this.#deps;
    const [owned, present] = [await storage.run('notes:kept', null), await noteFiles.all()];
    for (const { id, owner } of owned) space.set(id, owner, await noteFiles.received(id));
    const kept = owned.map(({ id }) => id);
    await Promise.all(without(present, kept).map((id) => noteFiles.remove(id)));
    const missing = await Promise.all(without(kept, present).map((id) => storage.run('notes:byId', id)));
    await this.#release(missing.flatMap((stored) => (stored?.note === undefined ? [] : [stored.note.id])));
  }
}

function without(ids: readonly NoteId[], others: readonly NoteId[]): NoteId[] {
  const excluded = new Set(others);
  return ids.filter((id) => !excluded.has(id));
}
