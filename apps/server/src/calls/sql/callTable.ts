import type { CallId } from '@ringback/protocol';
import type { CompiledQuery, Kysely, Transaction } from 'kysely';
import type { Tables } from '../../storage/schema.ts';
import { padded, sized, valuesOf, type Sized } from '../../storage/statements.ts';
import { callFromJson, type StoredCall } from './callRow.ts';

/** A new id, and the call that must not be written if the id was used before. */
export interface FreshId {
  readonly id: CallId;
  readonly callId: CallId;
}

export class CallTable {
  readonly #db: Kysely<Tables>;
  readonly #statements: CallStatements;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#statements = callStatements(db);
  }

  live(): Promise<StoredCall[]> {
    return this.#read([this.#statements.live]);
  }

  byIds(ids: readonly CallId[]): Promise<StoredCall[]> {
    return this.#read(this.#statements.byIds(padded(ids)));
  }

  async #read(queries: readonly CompiledQuery<CallRow>[]): Promise<StoredCall[]> {
    const found: StoredCall[] = [];
    for (const query of queries) {
      const { rows } = await this.#db.executeQuery(query);
      for (const { body, alias } of rows) found.push({ call: callFromJson(body), alias });
    }
    return found;
  }

  async overdue(at: number, limit: number): Promise<CallId[]> {
    const rows = await this.#db
      .selectFrom('calls')
      .select('id')
      // A literal 1, because the partial index is not used with a parameter.
      .where((eb) => eb('live', '=', eb.lit(1)))
      .where('dueAt', '<=', at)
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  /** Returns the calls that must not be written, because one of their new ids was used before. */
  async withUsedIds(trx: Transaction<Tables>, fresh: readonly FreshId[]): Promise<CallId[]> {
    const used = new Set<CallId>();
    for (const query of this.#statements.uses(padded(fresh.map(({ id }) => id)))) {
      const { rows } = await trx.executeQuery(query);
      for (const row of rows) {
        used.add(row.id);
        if (row.alias !== null) used.add(row.alias);
      }
    }
    return fresh.filter(({ id }) => used.has(id)).map(({ callId }) => callId);
  }

  /** Writes new and known calls; returns the ids of those that no other server had changed since they were read. */
  async write(
    trx: Transaction<Tables>,
    rows: readonly Tables['calls'][],
    revealed: readonly CallId[],
  ): Promise<Set<CallId>> {
    const won = new Set<CallId>();
    const { end, reveal, update, insert } = this.#statements;
    const isKnown = (row: Row): boolean => row.readVersion > 0 && row.live === 1;
    const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const queries = [
      ...end(sorted.filter((row) => row.readVersion > 0 && row.live === 0)),
      ...reveal(sorted.filter((row) => isKnown(row) && revealed.includes(row.id))),
      ...update(sorted.filter((row) => isKnown(row) && !revealed.includes(row.id))),
      ...insert(sorted.filter((row) => row.readVersion === 0)),
    ];
    for (const query of queries) {
      const { rows: written } = await trx.executeQuery(query);
      for (const { id } of written) won.add(id);
    }
    return won;
  }
}

/** What is read of a call; everything else is in its body. */
type CallRow = Pick<Tables['calls'], 'alias' | 'body'>;

type Row = Tables['calls'];
type Written = Pick<Row, 'id'>;

interface CallStatements {
  readonly live: CompiledQuery<CallRow>;
  readonly byIds: Sized<CallId, CallRow>;
  /** The calls that have any of the ids, as their own or as their alias. */
  readonly uses: Sized<CallId, Pick<Row, 'id' | 'alias'>>;
  /** Each returns the ids of the rows that it wrote. */
  readonly insert: Sized<Row, Written>;
  readonly update: Sized<Row, Written>;
  readonly end: Sized<Row, Written>;
  readonly reveal: Sized<Row, Written>;
}

/** `live` is compared with a literal 1, because the partial indexes are not used with a parameter. */
function callStatements(db: Kysely<Tables>): CallStatements {
  const read = db.selectFrom('calls').select(['alias', 'body']);
  return {
    live: read.where((eb) => eb('live', '=', eb.lit(1))).compile(),
    byIds: sized(
      (ids) => read.where((eb) => eb.or([eb('id', 'in', ids), eb('alias', 'in', ids)])),
      (ids) => [...ids, ...ids],
    ),
    uses: sized(
      (ids) =>
        db
          .selectFrom('calls')
          .select(['id', 'alias'])
          .where((eb) => eb.or([eb('id', 'in', ids), eb('alias', 'in', ids)])),
      (ids) => [...ids, ...ids],
    ),
    insert: sized<Row, Written>(
      (rows) =>
        db
          .insertInto('calls')
          .values([...rows])
          .onConflict((oc) => oc.doNothing())
          .returning('id'),
      valuesOf,
    ),
    update: sized<Row, Written>(
      (rows) => rewrite(db, rows, ['version', 'readVersion', 'dueAt', 'alias', 'body']),
      valuesOf,
    ),
    // Writing `live` rewrites every index of live calls, so only the end of a call does. It writes the alias too, because
    // a call may get its alias and end in the same batch.
    end: sized<Row, Written>(
      (rows) => rewrite(db, rows, ['version', 'readVersion', 'dueAt', 'live', 'reach', 'alias', 'body']),
      valuesOf,
    ),
    // Like `end`, for an index that holds open calls alone.
    reveal: sized<Row, Written>(
      (rows) => rewrite(db, rows, ['version', 'readVersion', 'dueAt', 'reach', 'alias', 'body']),
      valuesOf,
    ),
  };
}

/** Writes columns of known calls whose stored version is still the one that was read. */
function rewrite(db: Kysely<Tables>, rows: readonly Row[], columns: readonly (keyof Row)[]) {
  return db
    .insertInto('calls')
    .values([...rows])
    .onConflict((oc) =>
      oc
        .column('id')
        .doUpdateSet((eb) => Object.fromEntries(columns.map((name) => [name, eb.ref(`excluded.${name}`)])))
        .whereRef('calls.version', '=', 'excluded.readVersion'),
    )
    .returning('id');
}
