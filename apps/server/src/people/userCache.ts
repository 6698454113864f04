import type { Person, UserId } from '@ringback/protocol';
import type { Storage } from '../storage/storage.ts';
import type { ContactOperations } from './contactsSql.ts';
import type { Acquaintance, PeopleOperations } from './peopleSql.ts';
import { LruCache } from '../platform/lruCache.ts';

/** People and pairs that are remembered; the rest is read when it is needed. */
const remembered = 50_000;

/**
 * Who is who and who has called whom, remembered, for both hardly change. Nobody else writes to the database, so what
 * is remembered holds as long as every change is told here.
 */
export class UserCache {
  readonly #storage: Storage<ContactOperations & PeopleOperations>;
  readonly #people = new LruCache<UserId, Person>(remembered);
  /** Whether the first of a pair has added the second to their contacts. */
  readonly #added = new LruCache<string, boolean>(remembered);
  /** Acquaintances are never undone. */
  readonly #acquaintances = new LruCache<string, Acquaintance>(remembered);

  constructor(storage: Storage<ContactOperations & PeopleOperations>) {
    this.#storage = storage;
  }

  /** Finds users as others see them; those that do not exist are left out. */
  async peopleOf(users: readonly UserId[]): Promise<Map<UserId, Person>> {
    const unknown = users.filter((userId) => this.#people.get(userId) === undefined);
    if (unknown.length > 0) {
      for (const person of await this.#storage.run('people:named', unknown))
        this.#people.learn(person.id, person);
    }
    const people = new Map<UserId, Person>();
    for (const userId of users) {
      const person = this.#people.get(userId);
      if (person !== undefined) people.set(userId, person);
    }
    return people;
  }

  /** Takes notice that a user is another for others than before. */
  changed(person: Person): void {
    this.#people.set(person.id, person);
  }

  /** Finds what the first of each pair knows of the second; nothing where they do not know them. */
  async acquaintancesOf(pairs: readonly (readonly [UserId, UserId])[]): Promise<Acquaintance[]> {
    const unknown = pairs.filter(([a, b]) => this.#acquaintances.get(keyOf(a, b)) === undefined);
    if (unknown.length > 0) this.met(await this.#storage.run('people:acquaintances', unknown));
    return pairs.flatMap(([a, b]) => this.#acquaintances.get(keyOf(a, b)) ?? []);
  }

  /** Finds the pairs of which the first has added the second to their contacts. */
  async contactsAmong(pairs: readonly (readonly [UserId, UserId])[]): Promise<(readonly [UserId, UserId])[]> {
    const unknown = pairs.filter(([a, b]) => this.#added.get(keyOf(a, b)) === undefined);
    if (unknown.length > 0) {
      const found = await this.#storage.run('contacts:among', unknown);
      const keys = new Set(found.map(([a, b]) => keyOf(a, b)));
      for (const [a, b] of unknown) this.#added.learn(keyOf(a, b), keys.has(keyOf(a, b)));
    }
    return pairs.filter(([a, b]) => this.#added.get(keyOf(a, b)) === true);
  }

  /** Takes notice that a user has added another to their contacts, or removed them. */
  added(userId: UserId, peerId: UserId, isAdded: boolean): void {
    this.#added.set(keyOf(userId, peerId), isAdded);
  }

  /** Takes notice of people who came to know each other. */
  met(acquaintances: readonly Acquaintance[]): void {
    for (const one of acquaintances) this.#acquaintances.set(keyOf(one.userId, one.peerId), one);
  }
}

function keyOf(userId: UserId, peerId: UserId): string {
  return `${userId} ${peerId}`;
}
