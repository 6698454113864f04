import { nextDue, type Call, type CallId, type UserId } from '@ringback/protocol';
import type { CompiledQuery, Kysely, Transaction } from 'kysely';
import { Recent } from './recent.ts';
import type { Tables } from './schema.ts';
import { padded, sized, valuesOf } from './sized.ts';
import { callFromJson } from './storedCall.ts';

/** A call as it is stored, with the other id by which it is known where both sides called each other. */
export interface StoredCall {
  readonly call: Call;
  readonly alias: CallId | null;
}

/** A call to be written, if its stored version is still the one read; 0 for a call that is new. */
export interface CallWrite extends StoredCall {
  readonly readVersion: number;
}

type Db = Kysely<Tables>;
type CallRow = Pick<Tables['calls'], 'id' | 'version' | 'alias' | 'body'>;

/** Calls that are remembered as parsed: well over what may be live on one node. */
const remembered = 20_000;

/** Reads and writes calls. */
export class CallStore {
  readonly #db: Db;
  readonly #statements: ReturnType<typeof statementsOf>;
  /** What a row's JSON was parsed to. Each row is read all the same, and its version says whether this is it. */
  readonly #parsed = new Recent<CallId, StoredCall>(remembered);

  constructor(db: Db) {
    this.#db = db;
    this.#statements = statementsOf(db);
  }

  /** Reads calls by their id or alias; those that do not exist are left out. */
  byIds(ids: readonly CallId[]): Promise<StoredCall[]> {
    return this.#read(this.#statements.byIds(padded(ids)));
  }

  /** Reads the live calls to which any of the users is a party. */
  liveOf(users: readonly UserId[]): Promise<StoredCall[]> {
    return this.#read(this.#statements.liveOf(padded(users)));
  }

  async #read(queries: readonly CompiledQuery<CallRow>[]): Promise<StoredCall[]> {
    const results = await Promise.all(queries.map((query) => this.#db.executeQuery(query)));
    return results.flatMap(({ rows }) => rows.map((row) => this.#parse(row)));
  }

  #parse(row: CallRow): StoredCall {
    const known = this.#parsed.get(row.id);
    if (known !== undefined && known.call.version === row.version) return known;
    const parsed = { call: callFromJson(row.body), alias: row.alias };
    this.#remember(parsed);
    return parsed;
  }

  #remember(stored: StoredCall): void {
    if (stored.call.phase === 'ended') this.#parsed.delete(stored.call.id);
    else this.#parsed.set(stored.call.id, stored);
  }

  /** Lists all live calls. */
  async live(): Promise<CallId[]> {
    const rows = await this.#db
      .selectFrom('calls')
      .select('id')
      .where((eb) => eb('live', '=', eb.lit(1)))
      .execute();
    return rows.map((row) => row.id);
  }

  /** Lists live calls in which something was due by a time. */
  async overdue(at: number, limit: number): Promise<CallId[]> {
    const rows = await this.#db
      .selectFrom('calls')
      .select('id')
      .where((eb) => eb('live', '=', eb.lit(1)))
      .where('dueAt', '<=', at)
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  /** Writes new calls and known ones, within a transaction; returns the ids of those that were not written by others meanwhile. */
  async write(trx: Transaction<Tables>, writes: readonly CallWrite[]): Promise<Set<CallId>> {
    const won = new Set<CallId>();
    const rows = writes.map(asRow).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const known = rows.filter((row) => row.readVersion > 0);
    const fresh = rows.filter((row) => row.readVersion === 0);
    for (const query of [...this.#statements.update(known), ...this.#statements.insert(fresh)]) {
      const { rows: written } = await trx.executeQuery(query);
      for (const { id } of written) won.add(id);
    }
    return won;
  }

  /** Remembers calls that were committed just now. */
  committed(writes: readonly CallWrite[]): void {
    for (const { call, alias } of writes) this.#remember({ call, alias });
  }
}

function asRow({ call, alias, readVersion }: CallWrite): Tables['calls'] {
  const { id, version, reach, placedAt } = call;
  const [callerId, calleeId] = [call.caller.userId, call.callee.userId];
  const [first, second] = callerId < calleeId ? [callerId, calleeId] : [calleeId, callerId];
  return {
    id,
    version,
    readVersion,
    live: call.phase === 'ended' ? 0 : 1,
    reach,
    pair: `${first} ${second}`,
    callerId,
    calleeId,
    placedAt,
    dueAt: nextDue(call)?.at ?? null,
    alias,
    body: JSON.stringify(call),
  };
}

function statementsOf(db: Db) {
  const columns = ['id', 'version', 'alias', 'body'] as const;
  return {
    byIds: sized<CallId, CallRow>(
      (ids) =>
        db
          .selectFrom('calls')
          .select(columns)
          .where((eb) => eb.or([eb('id', 'in', ids), eb('alias', 'in', ids)])),
      (ids) => [...ids, ...ids],
    ),
    // A literal 1, for with a parameter the partial indexes would not be used.
    liveOf: sized<UserId, CallRow>(
      (users) =>
        db
          .selectFrom('calls')
          .select(columns)
          .where((eb) =>
            eb.or([
              eb.and([eb('live', '=', eb.lit(1)), eb('callerId', 'in', users)]),
              eb.and([eb('live', '=', eb.lit(1)), eb('calleeId', 'in', users)]),
            ]),
          ),
      (users) => [...users, ...users],
    ),
    update: sized<Tables['calls'], { id: CallId }>(
      (rows) =>
        db
          .insertInto('calls')
          .values([...rows])
          .onConflict((oc) =>
            oc
              .column('id')
              .doUpdateSet((eb) => ({
                version: eb.ref('excluded.version'),
                readVersion: eb.ref('excluded.readVersion'),
                live: eb.ref('excluded.live'),
                dueAt: eb.ref('excluded.dueAt'),
                alias: eb.ref('excluded.alias'),
                body: eb.ref('excluded.body'),
              }))
              .whereRef('calls.version', '=', 'excluded.readVersion'),
          )
          .returning('id'),
      valuesOf,
    ),
    insert: sized<Tables['calls'], { id: CallId }>(
      (rows) =>
        db
          .insertInto('calls')
          .values([...rows])
          .onConflict((oc) => oc.doNothing())
          .returning('id'),
      valuesOf,
    ),
  };
}
