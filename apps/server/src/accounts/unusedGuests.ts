import type { NoteId, UserId } from '@ringback/protocol';
import type { Suspensions } from '../moderation/suspensions.ts';
import type { UserCache } from '../people/userCache.ts';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import { formerGuest, type UnusedGuestOperations } from './unusedGuestsSql.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Guests are kept for days, so an hour more does not matter. */
const sweepMs = 60 * 60 * 1000;
/** Users that one query looks at. */
const batchSize = 100;

export interface UnusedGuestsDeps {
  readonly storage: Storage<UnusedGuestOperations>;
  readonly people: Pick<UserCache, 'setPerson'>;
  readonly suspensions: Pick<Suspensions, 'forget'>;
  /** After so many days without a visit a guest is forgotten. */
  readonly guestDays: number;
  /** Whether a device of a user is connected: a tab may stay open for months. */
  readonly isConnected: (userId: UserId) => boolean;
  /** Deletes the bytes of greetings. */
  readonly removeNoteFiles: (ids: readonly NoteId[]) => Promise<void>;
  readonly log: Log;
  readonly now: () => number;
}

/** Forgets guests who have not been here for long, with all they have stored, so that their names are free again. */
export class UnusedGuests {
  readonly #deps: UnusedGuestsDeps;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: UnusedGuestsDeps) {
    this.#deps = deps;
  }

  /** Sweeps, then at intervals. */
  async start(): Promise<void> {
    await this.sweep();
    this.#timer = setInterval(() => {
      this.sweep().catch((err: unknown) => this.#deps.log.error({ err }, 'sweep of guests failed'));
    }, sweepMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Forgets unused guests, one in each transaction, so that calls are stored in between. */
  async sweep(): Promise<void> {
    const { storage, guestDays, isConnected, now, log } = this.#deps;
    const seenBefore = now() - guestDays * dayMs;
    for (;;) {
      const unused = await storage.run('guests:unused', { seenBefore, limit: batchSize });
      await storage.run('guests:seen', { users: unused.filter(isConnected), at: now() });
      const gone = unused.filter((userId) => !isConnected(userId));
      for (const userId of gone) await this.forget(userId);
      if (gone.length > 0) log.info({ guests: gone.length }, 'unused guests forgotten');
      if (unused.length < batchSize) break;
    }
    await this.#deleteForgotten();
  }

  /** Deletes a guest with all they have stored. */
  async forget(userId: UserId): Promise<void> {
    const { storage, people, suspensions, removeNoteFiles, now } = this.#deps;
    const greeting = await storage.run('guests:forget', { userId, at: now() });
    people.setPerson({ id: userId, name: formerGuest });
    suspensions.forget(userId);
    if (greeting !== undefined) await removeNoteFiles([greeting]);
  }

  async #deleteForgotten(): Promise<void> {
    let after: UserId | undefined;
    do after = await this.#deps.storage.run('guests:deleteForgotten', { after, limit: batchSize });
    while (after !== undefined);
  }
}
