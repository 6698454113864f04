import { nameKey, type Person, type UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { Acquaintance } from './operations.ts';
import type { Tables } from './schema.ts';
import { padded, sized, valuesOf } from './sized.ts';

/** Reads and writes who is who and who has talked to whom. */
export class PeopleTable {
  readonly #db: Kysely<Tables>;
  readonly #statements: ReturnType<typeof statementsOf>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#statements = statementsOf(db);
  }

  async named(users: readonly UserId[]): Promise<Person[]> {
    const people: Person[] = [];
    for (const query of this.#statements.names(padded(users))) {
      people.push(...(await this.#db.executeQuery(query)).rows);
    }
    return people;
  }

  async acquaintancesOf(
    pairs: readonly (readonly [UserId, UserId])[],
    db: Kysely<Tables> | Transaction<Tables> = this.#db,
  ): Promise<Acquaintance[]> {
    const found: Acquaintance[] = [];
    for (const query of this.#statements.acquaintances(padded(pairs))) {
      const { rows } = await db.executeQuery(query);
      for (const { userId, peerId, called } of rows) found.push({ userId, peerId, called: called === 1 });
    }
    return found;
  }

  /** Writes acquaintances, within a transaction. */
  async meet(trx: Transaction<Tables>, met: readonly Acquaintance[], metAt: number): Promise<void> {
    const rows = met
      .map((one) => ({ ...one, called: one.called ? (1 as const) : (0 as const), metAt }))
      .toSorted((a, b) => (keyOf(a.userId, a.peerId) < keyOf(b.userId, b.peerId) ? -1 : 1));
    for (const query of this.#statements.meet(rows)) await trx.executeQuery(query);
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
