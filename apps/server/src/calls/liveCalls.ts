import type { CallId, UserId } from '@ringback/protocol';
import type { StoredCall } from './sql/callRow.ts';

const none: readonly StoredCall[] = [];

/** All live calls, exactly as they are stored, found by id, by alias and by party. */
export class LiveCalls {
  readonly #byId = new Map<CallId, StoredCall>();
  readonly #byAlias = new Map<CallId, CallId>();
  readonly #byUser = new Map<UserId, Map<CallId, StoredCall>>();

  /** Finds a live call by its id or alias. */
  get(id: CallId): StoredCall | undefined {
    return this.#byId.get(id) ?? this.#byId.get(this.#byAlias.get(id) ?? id);
  }

  /** The live calls to which a user is a party. */
  of(userId: UserId): Iterable<StoredCall> {
    return this.#byUser.get(userId)?.values() ?? none;
  }

  /** Takes notice of how a call is stored now; an ended one is kept no longer. */
  set(stored: StoredCall): void {
    const { call, alias } = stored;
    if (call.phase === 'ended') {
      this.forget(call.id);
      return;
    }
    this.#byId.set(call.id, stored);
    if (alias !== null) this.#byAlias.set(alias, call.id);
    this.#ofUser(call.caller.userId).set(call.id, stored);
    this.#ofUser(call.callee.userId).set(call.id, stored);
  }

  #ofUser(userId: UserId): Map<CallId, StoredCall> {
    const known = this.#byUser.get(userId);
    if (known !== undefined) return known;
    const calls = new Map<CallId, StoredCall>();
    this.#byUser.set(userId, calls);
    return calls;
  }

  forget(id: CallId): void {
    const stored = this.#byId.get(id);
    if (stored === undefined) return;
    this.#byId.delete(id);
    if (stored.alias !== null) this.#byAlias.delete(stored.alias);
    this.#forgetOf(stored.call.caller.userId, id);
    this.#forgetOf(stored.call.callee.userId, id);
  }

  #forgetOf(userId: UserId, id: CallId): void {
    const calls = this.#byUser.get(userId);
    calls?.delete(id);
    if (calls?.size === 0) this.#byUser.delete(userId);
  }
}
