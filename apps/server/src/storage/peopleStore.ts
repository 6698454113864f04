import { nameKey, type Person, type UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import { Recent } from './recent.ts';
import type { Tables } from './schema.ts';
import { padded, sized, valuesOf } from './sized.ts';

/** What one user knows of another: whether they ever called them, or were only called by them. */
export interface Acquaintance {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly called: boolean;
}

const remembered = 50_000;

/** Reads and writes who is who and who has talked to whom. */
export class PeopleStore {
  readonly #db: Kysely<Tables>;
  readonly #statements: ReturnType<typeof statementsOf>;
  /** A name never changes once it is given. */
  readonly #names = new Recent<UserId, string>(remembered);
  /** Acquaintances are never undone; one that another node adds is seen later, which only makes a call's start more careful. */
  readonly #acquainted = new Recent<string, Acquaintance>(remembered);

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#statements = statementsOf(db);
  }

  /** Reads the names of users; those that do not exist are left out. */
  async namesOf(users: readonly UserId[]): Promise<Map<UserId, string>> {
    const unknown = users.filter((userId) => this.#names.get(userId) === undefined);
    for (const query of this.#statements.names(padded(unknown))) {
      const { rows } = await this.#db.executeQuery(query);
      for (const { id, name } of rows) this.#names.set(id, name);
    }
    const known = users.map((userId) => [userId, this.#names.get(userId)] as const);
    return new Map(known.flatMap(([userId, name]) => (name === undefined ? [] : [[userId, name]])));
  }

  /** Reads what users know of others; whoever knows nothing is left out. */
  async acquaintancesOf(pairs: readonly (readonly [UserId, UserId])[]): Promise<Acquaintance[]> {
    const unknown = pairs.filter(
      ([userId, peerId]) => this.#acquainted.get(keyOf(userId, peerId)) === undefined,
    );
    for (const query of this.#statements.acquaintances(padded(unknown))) {
      const { rows } = await this.#db.executeQuery(query);
      this.met(rows.map(({ userId, peerId, called }) => ({ userId, peerId, called: called === 1 })));
    }
    return pairs.flatMap(([userId, peerId]) => this.#acquainted.get(keyOf(userId, peerId)) ?? []);
  }

  /** Writes acquaintances, within a transaction. */
  async meet(trx: Transaction<Tables>, met: readonly Acquaintance[], metAt: number): Promise<void> {
    const rows = met
      .map((one) => ({ ...one, called: one.called ? (1 as const) : (0 as const), metAt }))
      .toSorted((a, b) => (keyOf(a.userId, a.peerId) < keyOf(b.userId, b.peerId) ? -1 : 1));
    for (const query of this.#statements.meet(rows)) await trx.executeQuery(query);
  }

  /** Remembers acquaintances that were committed just now. */
  met(met: readonly Acquaintance[]): void {
    for (const one of met) this.#acquainted.set(keyOf(one.userId, one.peerId), one);
  }

  /** Lists the people whom a user has called or was called by, the latest acquaintances first. */
  list(userId: UserId, limit: number): Promise<Person[]> {
    return this.#db
      .selectFrom('acquaintances')
      .innerJoin('users', 'users.id', 'acquaintances.peerId')
      .select(['users.id', 'users.name'])
      .where('acquaintances.userId', '=', userId)
      .orderBy('metAt', 'desc')
      .orderBy('users.id')
      .limit(limit)
      .execute();
  }

  /** Finds someone by their name, exact but for case. */
  find(name: string): Promise<Person | undefined> {
    return this.#db
      .selectFrom('users')
      .select(['id', 'name'])
      .where('nameKey', '=', nameKey(name))
      .executeTakeFirst();
  }
}

function keyOf(userId: UserId, peerId: UserId): string {
  return `${userId} ${peerId}`;
}

function statementsOf(db: Kysely<Tables>) {
  return {
    names: sized<UserId, Person>(
      (ids) => db.selectFrom('users').select(['id', 'name']).where('id', 'in', ids),
      (ids) => ids,
    ),
    acquaintances: sized<readonly [UserId, UserId], Omit<Tables['acquaintances'], 'metAt'>>(
      (pairs) =>
        db
          .selectFrom('acquaintances')
          .select(['userId', 'peerId', 'called'])
          .where((eb) =>
            eb.or(
              pairs.map(([userId, peerId]) => eb.and([eb('userId', '=', userId), eb('peerId', '=', peerId)])),
            ),
          ),
      (pairs) => pairs.flat(),
    ),
    meet: sized<Tables['acquaintances'], { userId: UserId }>(
      (rows) =>
        db
          .insertInto('acquaintances')
          .values([...rows])
          .onConflict((oc) =>
            oc
              .columns(['userId', 'peerId'])
              .doUpdateSet((eb) => ({ called: eb.ref('excluded.called') }))
              .whereRef('acquaintances.called', '<', 'excluded.called'),
          )
          .returning('acquaintances.userId'),
      valuesOf,
    ),
  };
}
