import type { Person, UserId } from '@ringback/protocol';
import { LruCache } from '../platform/lruCache.ts';
import type { Storage } from '../storage/storage.ts';
import type { ContactOperations } from './contactsSql.ts';
import type { Acquaintance, PeopleOperations } from './peopleSql.ts';

/** Number of cached people, and of cached pairs; others are read from storage when needed. */
const limit = 50_000;

type UserStorage = Storage<ContactOperations & PeopleOperations>;
type Pair = readonly [UserId, UserId];

/**
 * Caches people, acquaintances and contacts, which hardly ever change. Only this server writes to the database, so the
 * cache is right as long as every change is reported to it.
 */
export class UserCache {
  readonly #storage: UserStorage;
  readonly #people = new LruCache<UserId, Person>(limit);
  /** Whether the first of a pair has the second among their contacts. */
  readonly #contacts = new LruCache<string, boolean>(limit);
  /** Acquaintances are never undone. */
  readonly #acquaintances = new LruCache<string, Acquaintance>(limit);

  constructor(storage: UserStorage) {
    this.#storage = storage;
  }

  /** Finds users as others see them; those that do not exist are left out. */
  async peopleOf(users: readonly UserId[]): Promise<Map<UserId, Person>> {
    const unknown = users.filter((userId) => this.#people.get(userId) === undefined);
    if (unknown.length > 0) {
      for (const person of await this.#storage.run('people:named', unknown))
        this.#people.setIfAbsent(person.id, person);
    }
    const people = new Map<UserId, Person>();
    for (const userId of users) {
      const person = this.#people.get(userId);
      if (person !== undefined) people.set(userId, person);
    }
    return people;
  }

  /** Reports a changed name or picture. */
  setPerson(person: Person): void {
    this.#people.set(person.id, person);
  }

  /** Finds what the first of each pair knows of the second; pairs that never met are left out. */
  async acquaintancesOf(pairs: readonly Pair[]): Promise<Acquaintance[]> {
    const unknown = pairs.filter(([a, b]) => this.#acquaintances.get(keyOf(a, b)) === undefined);
    if (unknown.length > 0) this.addAcquaintances(await this.#storage.run('people:acquaintances', unknown));
    return pairs.flatMap(([a, b]) => this.#acquaintances.get(keyOf(a, b)) ?? []);
  }

  /** How a user knows another, if that is cached. */
  acquaintance(userId: UserId, peerId: UserId): Acquaintance | undefined {
    return this.#acquaintances.get(keyOf(userId, peerId));
  }

  /** Reports people who called, answered or wrote each other for the first time. */
  addAcquaintances(acquaintances: readonly Acquaintance[]): void {
    for (const known of acquaintances) this.#acquaintances.set(keyOf(known.userId, known.peerId), known);
  }

  /** Finds the pairs of which the first has the second among their contacts. */
  async contactsAmong(pairs: readonly Pair[]): Promise<Pair[]> {
    const unknown = pairs.filter(([a, b]) => this.#contacts.get(keyOf(a, b)) === undefined);
    if (unknown.length > 0) {
      const found = await this.#storage.run('contacts:among', unknown);
      const keys = new Set(found.map(([a, b]) => keyOf(a, b)));
      for (const [a, b] of unknown) this.#contacts.setIfAbsent(keyOf(a, b), keys.has(keyOf(a, b)));
    }
    return pairs.filter(([a, b]) => this.#contacts.get(keyOf(a, b)) === true);
  }

  /** Reports that a user added or removed a contact. */
  setContact(userId: UserId, peerId: UserId, isContact: boolean): void {
    this.#contacts.set(keyOf(userId, peerId), isContact);
  }
}

function keyOf(userId: UserId, peerId: UserId): string {
  return `${userId} ${peerId}`;
}
