import type { Call, CallId, UserId } from '@ringback/protocol';
import type { Storage } from '../storage/storage.ts';
import type { StoredCall } from './sql/callRow.ts';
import type { CallOperations } from './sql/callsSql.ts';

/**
 * The live calls as they are stored. It saves nearly all reads: no other process writes to the database, because this
 * server holds its lock. Every write compares versions nevertheless, so a foreign write would be noticed; the cached
 * calls are then read again.
 */
export class CallCache {
  readonly #storage: Storage<CallOperations>;
  readonly #live = new LiveCallIndex();

  constructor(storage: Storage<CallOperations>) {
    this.#storage = storage;
  }

  /** Reads the calls that an earlier process left live; returns their ids. */
  async load(): Promise<CallId[]> {
    const left = await this.#storage.run('calls:live', null);
    for (const stored of left) this.#live.set(stored);
    return left.map(({ call }) => call.id);
  }

  /** Finds calls by id or alias, reading those that are not live; leaves out those that do not exist. */
  async byIds(ids: readonly CallId[]): Promise<StoredCall[]> {
    const found: StoredCall[] = [];
    const rest: CallId[] = [];
    for (const id of ids) {
      const live = this.#live.get(id);
      if (live === undefined) rest.push(id);
      else found.push(live);
    }
    return rest.length === 0 ? found : [...found, ...(await this.#storage.run('calls:byIds', rest))];
  }

  /** The live ones among these calls, by id or alias. */
  liveAmong(ids: readonly CallId[]): StoredCall[] {
    return ids.flatMap((id) => this.#live.get(id) ?? []);
  }

  /** A live call by id or alias. */
  live(id: CallId): Call | undefined {
    return this.#live.get(id)?.call;
  }

  get size(): number {
    return this.#live.size;
  }

  /** The live calls of any of the users; a call between two of them is listed twice. */
  liveOf(users: readonly UserId[]): StoredCall[] {
    return users.flatMap((userId) => [...this.#live.of(userId)]);
  }

  /** Updates the cache with a call that was just written. */
  set(call: StoredCall): void {
    this.#live.set(call);
  }

  /** Reads calls again after another server has changed them. */
  async refresh(ids: readonly CallId[]): Promise<void> {
    for (const id of ids) this.#live.delete(id);
    for (const stored of await this.#storage.run('calls:byIds', ids)) this.#live.set(stored);
  }
}

const none: readonly StoredCall[] = [];

/** Live calls by id, by alias and by user. */
class LiveCallIndex {
  readonly #byId = new Map<CallId, StoredCall>();
  readonly #byAlias = new Map<CallId, CallId>();
  readonly #byUser = new Map<UserId, Map<CallId, StoredCall>>();

  get size(): number {
    return this.#byId.size;
  }

  /** Finds a call by id or alias. */
  get(id: CallId): StoredCall | undefined {
    return this.#byId.get(id) ?? this.#byId.get(this.#byAlias.get(id) ?? id);
  }

  of(userId: UserId): Iterable<StoredCall> {
    return this.#byUser.get(userId)?.values() ?? none;
  }

  /** Adds or replaces a call; removes one that has ended. */
  set(stored: StoredCall): void {
    const { call, alias } = stored;
    if (call.phase === 'ended') {
      this.delete(call.id);
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

  delete(id: CallId): void {
    const stored = this.#byId.get(id);
    if (stored === undefined) return;
    this.#byId.delete(id);
    if (stored.alias !== null) this.#byAlias.delete(stored.alias);
    this.#deleteOf(stored.call.caller.userId, id);
    this.#deleteOf(stored.call.callee.userId, id);
  }

  #deleteOf(userId: UserId, id: CallId): void {
    const calls = this.#byUser.get(userId);
    calls?.delete(id);
    if (calls?.size === 0) this.#byUser.delete(userId);
  }
}
