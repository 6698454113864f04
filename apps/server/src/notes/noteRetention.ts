import type { Readable } from 'node:stream';
import { bounds, type NoteId, type ProfileId, type UserId } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import type { StoredNote } from './noteRow.ts';
import type { NoteOperations } from './notesSql.ts';
import type { NoteFiles } from './noteFiles.ts';
import type { NoteNotifier } from './noteNotifier.ts';

/** How often it is looked for bytes that are of no use any more: days are counted, so minutes do not matter. */
const sweepMs = 60 * 60 * 1000;
/** Notes that one look gets rid of at once. */
const batch = 100;

/** What keeping notes works with. */
export interface NoteRetentionDeps {
  readonly storage: Storage<NoteOperations>;
  readonly noteFiles: NoteFiles;
  readonly notifier: NoteNotifier;
  readonly log: Log;
  readonly now: () => number;
}

/** A note that is handed out. */
export interface OpenedNote {
  readonly size: number;
  readonly bytes: Readable;
}

/**
 * Keeps the bytes of notes until every browser profile that the recipient used in the last 30 days has them, and for 30
 * days at most.
 */
export class NoteRetention {
  readonly #deps: NoteRetentionDeps;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(deps: NoteRetentionDeps) {
    this.#deps = deps;
  }

  /** Clears away what the last process left over, and then again and again what is of no use any more. */
  async start(): Promise<void> {
    await this.#clearStrays();
    await this.sweep();
    this.#timer = setInterval(() => {
      this.#sweeping = this.sweep().catch((err: unknown) =>
        this.#deps.log.error({ err }, 'sweep of notes failed'),
      );
    }, sweepMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** Opens a note for one of its two people; undefined for everyone else, and once its bytes are gone. */
  async open(userId: UserId, id: NoteId): Promise<OpenedNote | undefined> {
    const stored = await this.#deps.storage.run('notes:byId', id);
    if (stored?.note === undefined || !stored.kept) return undefined;
    const { from, to, hidden, size } = stored.draft;
    if (userId !== from && (userId !== to || hidden)) return undefined;
    return { size, bytes: this.#deps.noteFiles.read(id) };
  }

  /** A profile has notes now and keeps them. */
  async fetched(userId: UserId, profileId: ProfileId, ids: readonly NoteId[]): Promise<void> {
    const { storage, now } = this.#deps;
    const since = now() - bounds.noteKeptMs;
    await this.#release(await storage.run('notes:fetched', { userId, profileId, ids, since }));
  }

  /** Lets go of what is of no use any more. */
  async sweep(): Promise<void> {
    const { storage, now } = this.#deps;
    const before = now() - bounds.noteKeptMs;
    const wish = { sentBefore: before, seenSince: before, offeredBefore: now() - bounds.noteUnfinishedMs };
    for (;;) {
      const { ids, known } = await storage.run('notes:releaseSpent', { ...wish, limit: batch });
      await this.#clear(ids, known);
      if (ids.length < batch) return;
    }
  }

  async #release(ids: readonly NoteId[]): Promise<void> {
    if (ids.length > 0) await this.#clear(ids, await this.#deps.storage.run('notes:release', ids));
  }

  /** `known`: those of them that people know of. */
  async #clear(ids: readonly NoteId[], known: readonly StoredNote[]): Promise<void> {
    const { noteFiles, notifier } = this.#deps;
    await Promise.all(ids.map((id) => noteFiles.remove(id)));
    for (const { note, draft } of known) if (note !== undefined) notifier.changed(note, draft.hidden);
  }

  /**
   * A process that died between saying that bytes are gone and deleting them left them there; and where the database came
   * back from a backup without them, nobody shall wait for what is not there.
   */
  async #clearStrays(): Promise<void> {
    const { storage, noteFiles } = this.#deps;
    const [kept, there] = [await storage.run('notes:kept', null), await noteFiles.all()];
    await Promise.all(without(there, kept).map((id) => noteFiles.remove(id)));
    const missing = await Promise.all(without(kept, there).map((id) => storage.run('notes:byId', id)));
    await this.#release(missing.flatMap((stored) => (stored?.note === undefined ? [] : [stored.note.id])));
  }
}

function without(ids: readonly NoteId[], others: readonly NoteId[]): NoteId[] {
  const left = new Set(others);
  return ids.filter((id) => !left.has(id));
}
