import { fail, ok, type NoteId, type Result, type UserId } from '@ringback/protocol';
import { passwordHashes, queueFullMs } from '../accounts/credentials/hashQueue.ts';
import { verifyPassword } from '../accounts/credentials/passwordHash.ts';
import type { UnusedGuests } from '../accounts/unusedGuests.ts';
import { formerGuest } from '../accounts/unusedGuestsSql.ts';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { ContactNotifier } from '../people/contactNotifier.ts';
import type { Log } from '../platform/log.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Storage } from '../storage/storage.ts';
import type { UserDataOperations } from './userDataSql.ts';

/** For how long signing in again restores an account. */
const graceMs = 7 * 24 * 60 * 60 * 1000;
const sweepMs = 60 * 60 * 1000;
/** Accounts that one query looks at. */
const batchSize = 100;
/** A person mistypes a password a few times. As many wrong ones as when changing it: ten, then one every two minutes. */
const passwordRate = { burst: 10, refill: 10, intervalMs: 20 * 60 * 1000 };

export interface UserDeletionDeps {
  readonly storage: Storage<UserDataOperations>;
  readonly sessions: Pick<Sessions, 'signOut'>;
  readonly unusedGuests: Pick<UnusedGuests, 'forget'>;
  readonly devices: Pick<AttachedDevices, 'ofUser'>;
  readonly contactNotifier: Pick<ContactNotifier, 'personChanged'>;
  readonly removeNoteFiles: (ids: readonly NoteId[]) => Promise<void>;
  readonly log: Log;
  readonly now: () => number;
}

/** Deletes users: guests at once, accounts after some days in which signing in restores them. */
export class UserDeletion {
  readonly #deps: UserDeletionDeps;
  readonly #passwords: KeyedTokenBucket<UserId>;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: UserDeletionDeps) {
    this.#deps = deps;
    this.#passwords = new KeyedTokenBucket(passwordRate, deps.now);
  }

  /** Deletes accounts whose time has come, then at intervals. */
  async start(): Promise<void> {
    await this.sweep();
    this.#timer = setInterval(() => {
      this.sweep().catch((err: unknown) => this.#deps.log.error({ err }, 'sweep of accounts failed'));
    }, sweepMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A user wants to be deleted. `password` is needed where the account has one. */
  async request(userId: UserId, password: string | undefined): Promise<Result<undefined>> {
    const { storage, sessions, log, now } = this.#deps;
    const account = await storage.run('userData:account', userId);
    if (account === undefined) {
      await this.deleteNow(userId);
      return ok(undefined);
    }
    const refusal = await this.#passwordRefusal(userId, account.passwordHash, password);
    if (refusal !== undefined) return refusal;
    await storage.run('userData:deleteLater', { userId, deleteAt: now() + graceMs });
    await sessions.signOut(userId, { kind: 'all' }, { reason: 'deleting' });
    log.info({ userId }, 'account to be deleted');
    return ok(undefined);
  }

  async #passwordRefusal(
    userId: UserId,
    hash: string | null,
    password: string | undefined,
  ): Promise<Result<never> | undefined> {
    if (hash === null) return undefined;
    if (password === undefined) return fail('forbidden', { message: 'Enter your password.' });
    const retryAfterMs = this.#passwords.take(userId);
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
    const isRight = await passwordHashes.run('known', () => verifyPassword(password, hash));
    if (isRight === undefined) return fail('tooMany', { retryAfterMs: queueFullMs });
    return isRight ? undefined : fail('forbidden', { message: 'That is not your password.' });
  }

  /**
   * Deletes a user with all they have stored. Others keep their own entries and messages, without name and picture.
   * Also for the host, and for accounts whose time has come.
   */
  async deleteNow(userId: UserId): Promise<void> {
    const { storage, sessions, unusedGuests, devices, contactNotifier, removeNoteFiles, log } = this.#deps;
    await sessions.signOut(userId, { kind: 'all' }, { reason: 'deleted' });
    // Before it is forgotten who knows them.
    await contactNotifier.personChanged({ id: userId, name: formerGuest });
    await removeNoteFiles(await storage.run('userData:releaseNotes', { userId, limit: 1_000 }));
    await unusedGuests.forget(userId);
    // A page that was signed out may have signed in again at once.
    for (const device of devices.ofUser(userId)) device.disconnect();
    log.info({ userId }, 'user deleted');
  }

  /** One in each transaction, so that calls are stored in between. */
  async sweep(): Promise<void> {
    const { storage, now } = this.#deps;
    for (;;) {
      const due = await storage.run('userData:due', { at: now(), limit: batchSize });
      for (const userId of due) if (await this.#isDue(userId)) await this.deleteNow(userId);
      if (due.length < batchSize) return;
    }
  }

  /** Its user may have signed in again while others were deleted. */
  async #isDue(userId: UserId): Promise<boolean> {
    const { storage, now } = this.#deps;
    const deleteAt = (await storage.run('userData:account', userId))?.deleteAt ?? null;
    return deleteAt !== null && deleteAt <= now();
  }
}
