import { nameKey, type Person, type UserId } from '@ringback/protocol';
import { sql, type Expression, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import { padded, sized, valuesOf } from '../storage/statements.ts';
import type { OperationHandlers } from '../storage/storage.ts';
import { accountColumns, asPerson, personColumns, type PersonRow } from './personSql.ts';

/** How one user knows another: whether they ever called them, and ever answered a call of theirs. */
export interface Acquaintance {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly called: boolean;
  readonly answered: boolean;
}

/** The operations on people and on who has talked to whom. */
export interface PeopleOperations {
  /** Leaves out those that do not exist. */
  'people:named': { input: readonly UserId[]; output: Person[] };
  /** How the first of each pair knows the second; leaves out pairs that do not know each other. */
  'people:acquaintances': { input: readonly (readonly [UserId, UserId])[]; output: Acquaintance[] };
  /** By the handle, the name they sign in with, or else the name that others see if only one matches; ignores case. */
  'people:find': { input: string; output: Person | undefined };
}

export function peopleOperations(db: Kysely<Tables>): OperationHandlers<PeopleOperations> {
  const people = new PeopleTable(db);
  return {
    'people:named': (users) => people.named(users),
    'people:acquaintances': (pairs) => people.acquaintancesOf(pairs),
    'people:find': (name) => people.find(name),
  };
}

/** Reads people and reads and writes who has talked to whom. */
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
      for (const { userId, peerId, called, answered } of rows)
        found.push({ userId, peerId, called: called === 1, answered: answered === 1 });
    }
    return found;
  }

  /** Writes acquaintances, within a transaction. */
  async meet(trx: Transaction<Tables>, met: readonly Acquaintance[], metAt: number): Promise<void> {
    const rows = met
      .map((acquaintance) => ({
        ...acquaintance,
        called: acquaintance.called ? (1 as const) : (0 as const),
        answered: acquaintance.answered ? (1 as const) : (0 as const),
        metAt,
      }))
      .toSorted((a, b) => (keyOf(a.userId, a.peerId) < keyOf(b.userId, b.peerId) ? -1 : 1));
    for (const query of this.#statements.meet(rows)) await trx.executeQuery(query);
  }

  async find(name: string): Promise<Person | undefined> {
    const key = nameKey(name);
    const handle = key.replace(/^@/, '');
    const byHandle = await this.#db
      .selectFrom('users')
      .innerJoin('accounts', 'accounts.userId', 'users.id')
      .select([...personColumns, ...accountColumns])
      .where('accounts.handle', '=', handle)
      .executeTakeFirst();
    if (byHandle !== undefined) return asPerson(byHandle);
    const rows = await this.#db
      .selectFrom('users')
      .select([...personColumns, ...accountColumns, 'nameKey'])
      .where((eb) => eb.or([eb('nameKey', '=', key), eb('shownKey', '=', key)]))
      // A sign-in name comes first; the second row shows whether there are several.
      .orderBy((eb) => eb.case().when('nameKey', '=', key).then(0).else(1).end())
      .limit(2)
      .execute();
    const [first, second] = rows;
    if (first === undefined || (first.nameKey !== key && second !== undefined)) return undefined;
    return asPerson(first);
  }
}

/** The larger of two columns, in every dialect. */
function larger(a: Bit, b: Bit) {
  return sql<0 | 1>`case when ${a} > ${b} then ${a} else ${b} end`;
}

type Bit = Expression<0 | 1>;

function keyOf(userId: UserId, peerId: UserId): string {
  return `${userId} ${peerId}`;
}

function statementsOf(db: Kysely<Tables>) {
  return {
    names: sized<UserId, PersonRow>(
      (ids) =>
        db
          .selectFrom('users')
          .select([...personColumns, ...accountColumns])
          .where('id', 'in', ids),
      (ids) => ids,
    ),
    acquaintances: sized<readonly [UserId, UserId], Omit<Tables['acquaintances'], 'metAt'>>(
      (pairs) =>
        db
          .selectFrom('acquaintances')
          .select(['userId', 'peerId', 'called', 'answered'])
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
              .doUpdateSet((eb) => ({
                called: larger(eb.ref('acquaintances.called'), eb.ref('excluded.called')),
                answered: larger(eb.ref('acquaintances.answered'), eb.ref('excluded.answered')),
              }))
              .where((eb) =>
                eb.or([
                  eb('acquaintances.called', '<', eb.ref('excluded.called')),
                  eb('acquaintances.answered', '<', eb.ref('excluded.answered')),
                ]),
              ),
          )
          .returning('acquaintances.userId'),
      valuesOf,
    ),
  };
}
