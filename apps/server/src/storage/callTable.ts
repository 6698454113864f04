import type { CallId } from '@ringback/protocol';
import type { CompiledQuery, Kysely, Transaction } from 'kysely';
import { callFromJson } from './callRow.ts';
import { callStatements, type CallRow, type CallStatements } from './callStatements.ts';
import type { FreshId, StoredCall } from './operations.ts';
import type { Tables } from './schema.ts';
import { padded } from './sized.ts';

/** Reads and writes calls. */
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
      // A literal 1, for with a parameter the partial index would not be used.
      .where((eb) => eb('live', '=', eb.lit(1)))
      .where('dueAt', '<=', at)
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  /** Returns the calls that must not be written, because an id that they bring was used before. */
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

  /** Writes new calls and known ones, within a transaction; returns the ids of those that nobody had written meanwhile. */
  async write(trx: Transaction<Tables>, rows: readonly Tables['calls'][]): Promise<Set<CallId>> {
    const won = new Set<CallId>();
    const { end, update, insert } = this.#statements;
    const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const queries = [
      ...end(sorted.filter((row) => row.readVersion > 0 && row.live === 0)),
      ...update(sorted.filter((row) => row.readVersion > 0 && row.live === 1)),
      ...insert(sorted.filter((row) => row.readVersion === 0)),
    ];
    for (const query of queries) {
      const { rows: written } = await trx.executeQuery(query);
      for (const { id } of written) won.add(id);
    }
    return won;
  }
}
