import { nameKey, type Person, type UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { Acquaintance } from './operations.ts';
import { asPerson, personColumns, type PersonRow } from './personRow.ts';
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
      people.push(...(await this.#db.executeQuery(query)).rows.map(asPerson));
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

  /** Finds someone by the name they sign in with, or else by what others call them, if it is but one. Exact but for case. */
  async find(name: string): Promise<Person | undefined> {
    const key = nameKey(name);
    const rows = await this.#db
      .selectFrom('users')
      .select([...personColumns, 'nameKey'])
      .where((eb) => eb.or([eb('nameKey', '=', key), eb('shownKey', '=', key)]))
      // Whoever signs in with it comes first, and one more tells that there are several.
      .orderBy((eb) => eb.case().when('nameKey', '=', key).then(0).else(1).end())
      .limit(2)
      .execute();
    const [first, second] = rows;
    if (first === undefined || (first.nameKey !== key && second !== undefined)) return undefined;
    return asPerson(first);
  }
}

function keyOf(userId: UserId, peerId: UserId): string {
  return `${userId} ${peerId}`;
}

function statementsOf(db: Kysely<Tables>) {
  return {
    names: sized<UserId, PersonRow>(
      (ids) => db.selectFrom('users').select(personColumns).where('id', 'in', ids),
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
