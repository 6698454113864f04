import type { CallId } from '@ringback/protocol';
import type { CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import { sized, valuesOf, type Sized } from './sized.ts';

/** What is read of a call; all else is within its body. */
export type CallRow = Pick<Tables['calls'], 'alias' | 'body'>;

type Row = Tables['calls'];
type Written = Pick<Row, 'id'>;

export interface CallStatements {
  readonly live: CompiledQuery<CallRow>;
  readonly byIds: Sized<CallId, CallRow>;
  /** The calls that use any of the ids, as theirs or as their alias. */
  readonly uses: Sized<CallId, Pick<Row, 'id' | 'alias'>>;
  /** Each returns the ids of the rows that it wrote. */
  readonly insert: Sized<Row, Written>;
  readonly update: Sized<Row, Written>;
  readonly end: Sized<Row, Written>;
}

/** The statements about calls. A literal 1 for `live`, for with a parameter the partial indexes would not be used. */
export function callStatements(db: Kysely<Tables>): CallStatements {
  const reading = db.selectFrom('calls').select(['alias', 'body']);
  return {
    live: reading.where((eb) => eb('live', '=', eb.lit(1))).compile(),
    byIds: sized(
      (ids) => reading.where((eb) => eb.or([eb('id', 'in', ids), eb('alias', 'in', ids)])),
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
      (rows) => rewriting(db, rows, ['version', 'readVersion', 'dueAt', 'alias', 'body']),
      valuesOf,
    ),
    // Naming `live` rewrites every index that is about live calls, so only an end does. It names the alias, too, for
    // the set in which a call gets one may be the one in which it ends.
    end: sized<Row, Written>(
      (rows) => rewriting(db, rows, ['version', 'readVersion', 'dueAt', 'live', 'alias', 'body']),
      valuesOf,
    ),
  };
}

/** Writes columns of known calls, where the stored version is still the one that was read. */
function rewriting(db: Kysely<Tables>, rows: readonly Row[], columns: readonly (keyof Row)[]) {
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
