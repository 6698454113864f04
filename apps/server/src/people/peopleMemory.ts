import type { UserId } from '@ringback/protocol';
import type { Acquaintance, Storage } from '../storage/operations.ts';
import { Recent } from './recent.ts';

/** People and pairs that are remembered; the rest is read when it is needed. */
const remembered = 50_000;

/** Who is who and who has called whom, remembered, for both hardly change. */
export class PeopleMemory {
  readonly #storage: Storage;
  /** A name never changes once it is given. */
  readonly #names = new Recent<UserId, string>(remembered);
  /** Acquaintances are never undone. */
  readonly #acquaintances = new Recent<string, Acquaintance>(remembered);

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Finds the names of users; those that do not exist are left out. */
  async namesOf(users: readonly UserId[]): Promise<Map<UserId, string>> {
    const unknown = users.filter((userId) => this.#names.get(userId) === undefined);
    if (unknown.length > 0) {
      for (const { id, name } of await this.#storage.run('people:named', unknown)) this.#names.set(id, name);
    }
    const names = new Map<UserId, string>();
    for (const userId of users) {
      const name = this.#names.get(userId);
      if (name !== undefined) names.set(userId, name);
    }
    return names;
  }

  /** Finds what the first of each pair knows of the second; nothing where they do not know them. */
  async acquaintancesOf(pairs: readonly (readonly [UserId, UserId])[]): Promise<Acquaintance[]> {
    const unknown = pairs.filter(([a, b]) => this.#acquaintances.get(keyOf(a, b)) === undefined);
    if (unknown.length > 0) this.met(await this.#storage.run('people:acquaintances', unknown));
    return pairs.flatMap(([a, b]) => this.#acquaintances.get(keyOf(a, b)) ?? []);
  }

  /** Takes notice of people who came to know each other. */
  met(acquaintances: readonly Acquaintance[]): void {
    for (const one of acquaintances) this.#acquaintances.set(keyOf(one.userId, one.peerId), one);
  }
}

function keyOf(userId: UserId, peerId: UserId): string {
  return `${userId} ${peerId}`;
}
