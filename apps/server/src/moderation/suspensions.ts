import type { HostInfo, UserId } from '@ringback/protocol';
import { ForbiddenError } from '../platform/errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { AuditLog } from './auditLog.ts';
import type { Suspension, SuspensionOperations } from './suspensionsSql.ts';

/** When and why the host suspended a user. */
export type SuspensionNote = Pick<Suspension, 'at' | 'reason'>;

/**
 * The users whom the host has suspended. They keep everything, but no token of theirs is accepted until they are
 * restored. Held in memory, because every request asks.
 */
export class Suspensions {
  readonly #storage: Storage<SuspensionOperations>;
  readonly #audit: AuditLog;
  readonly #message: string;
  readonly #byUser: Map<UserId, SuspensionNote>;

  private constructor(
    storage: Storage<SuspensionOperations>,
    audit: AuditLog,
    { contact }: HostInfo,
    suspended: readonly Suspension[],
  ) {
    this.#storage = storage;
    this.#audit = audit;
    this.#message = suspendedMessage(contact);
    this.#byUser = new Map(suspended.map(({ userId, ...note }) => [userId, note]));
  }

  static async open(
    storage: Storage<SuspensionOperations>,
    audit: AuditLog,
    host: HostInfo,
  ): Promise<Suspensions> {
    return new Suspensions(storage, audit, host, await storage.run('suspensions:all', null));
  }

  has(userId: UserId): boolean {
    return this.#byUser.has(userId);
  }

  of(userId: UserId): SuspensionNote | undefined {
    return this.#byUser.get(userId);
  }

  /** @throws {ForbiddenError} for a suspended user. */
  check(userId: UserId): void {
    if (!this.has(userId)) return;
    this.#audit.record({ kind: 'suspendedRefused', userId });
    throw new ForbiddenError(this.#message);
  }

  /** Holds as soon as this resolves; the caller closes the connections that are open. */
  async add(userId: UserId, { at, reason }: SuspensionNote): Promise<void> {
    await this.#storage.run('suspensions:set', { userId, at, reason });
    this.#byUser.set(userId, { at: this.#byUser.get(userId)?.at ?? at, reason });
  }

  async remove(userId: UserId): Promise<void> {
    await this.#storage.run('suspensions:remove', userId);
    this.forget(userId);
  }

  /** Reports that a user was deleted with everything about them. */
  forget(userId: UserId): void {
    this.#byUser.delete(userId);
  }
}

function suspendedMessage(contact: string | undefined): string {
  const sentence = 'This account is suspended. Ask the host of this server.';
  return contact === undefined ? sentence : `${sentence} Contact: ${contact}`;
}
