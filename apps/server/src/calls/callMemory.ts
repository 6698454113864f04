import type { Call, CallId, UserId } from '@ringback/protocol';
import type { Storage } from '../storage/storage.ts';
import { LiveCalls } from './liveCalls.ts';
import type { StoredCall } from './sql/callRow.ts';
import type { CallOperations } from './sql/callsSql.ts';

/**
 * Live calls as they are stored, which spares nearly all reading: nobody else writes to the database, for this server
 * holds its lock. Every write compares versions all the same, so even a stranger's write would be noticed; what was
 * remembered is then read again.
 */
export class CallMemory {
  readonly #storage: Storage<CallOperations>;
  readonly #live = new LiveCalls();

  constructor(storage: Storage<CallOperations>) {
    this.#storage = storage;
  }

  /** Reads the calls that an earlier process left live; returns their ids. */
  async load(): Promise<CallId[]> {
    const left = await this.#storage.run('calls:live', null);
    for (const stored of left) this.#live.set(stored);
    return left.map(({ call }) => call.id);
  }

  /** Finds calls by their id or alias, and reads those that are not live; what does not exist is left out. */
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

  /** Those of the calls that are live, by their id or alias. */
  liveAmong(ids: readonly CallId[]): StoredCall[] {
    return ids.flatMap((id) => this.#live.get(id) ?? []);
  }

  /** A live call by its id or alias, as it is stored. */
  live(id: CallId): Call | undefined {
    return this.#live.get(id)?.call;
  }

  /** The live calls to which any of the users is a party; one that is between two of them comes twice. */
  liveOf(users: readonly UserId[]): StoredCall[] {
    return users.flatMap((userId) => [...this.#live.of(userId)]);
  }

  /** Takes notice of a call that was stored. */
  stored(call: StoredCall): void {
    this.#live.set(call);
  }

  /** Reads calls again that somebody else has changed. */
  async refresh(ids: readonly CallId[]): Promise<void> {
    for (const id of ids) this.#live.forget(id);
    for (const stored of await this.#storage.run('calls:byIds', ids)) this.#live.set(stored);
  }
}
