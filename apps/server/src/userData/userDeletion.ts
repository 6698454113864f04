import { ok, type NoteId, type Result, type UserId } from '@ringback/protocol';
import type { AccountOperations, KnownDevice } from '../accounts/accountsSql.ts';
import { proofRefusal } from '../accounts/credentials/proofs.ts';
import type { UnusedGuests } from '../accounts/unusedGuests.ts';
import { formerGuest } from '../accounts/unusedGuestsSql.ts';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { ContactNotifier } from '../people/contactNotifier.ts';
import type { Log } from '../platform/log.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Storage } from '../storage/storage.ts';
import type { UserDataOperations } from './userDataSql.ts';

/** For how long signing in again restores an account. */
const graceMs = 7 * 24 * 60 * 60 * 1000;
const sweepMs = 60 * 60 * 1000;
/** Accounts that one query looks at. */
const batchSize = 100;

export interface UserDeletionDeps {
  readonly storage: Storage<AccountOperations & UserDataOperations>;
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
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: UserDeletionDeps) {
    this.#deps = deps;
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

  /** A user wants to be deleted. An account needs a proof on the device that asks. */
  async request({ userId, deviceId }: Pick<KnownDevice, 'userId' | 'deviceId'>): Promise<Result<undefined>> {
    const { storage, sessions, log, now } = this.#deps;
    const account = await storage.run('userData:account', userId);
    if (account === undefined) {
      await this.deleteNow(userId);
      return ok(undefined);
    }
    const refusal = await proofRefusal(this.#deps, deviceId);
    if (refusal !== undefined) return refusal;
    await storage.run('userData:deleteLater', { userId, deleteAt: now() + graceMs });
    await sessions.signOut(userId, { kind: 'all' }, { reason: 'deleting' });
    log.info({ userId }, 'account to be deleted');
    return ok(undefined);
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
