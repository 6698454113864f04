import type { CallId, Entry, EntryDraft, HistoryCursor, UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import { peerColumns } from '../people/personSql.ts';
import type { Tables } from '../storage/schema.ts';
import { padded, sized, valuesOf } from '../storage/statements.ts';
import type { OperationHandlers } from '../storage/storage.ts';
import { asEntry, conditionOf, entryRow, isAfter, isOfCalls } from './entrySql.ts';
import { HistorySearch, type HistoryQuery } from './historySearchSql.ts';
import { RemovedEntryTable, type Removal } from './removedEntriesSql.ts';

/** One page of a user's history. */
interface HistoryPage {
  readonly entries: Entry[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: HistoryCursor;
  readonly missed: number;
}

/** The operations on call histories. */
export interface HistoryOperations {
  /** Counts unseen missed calls; leaves out users without any. */
  'history:missed': { input: readonly UserId[]; output: Map<UserId, number> };
  'history:page': { input: HistoryQuery; output: HistoryPage };
  /** A page of the entries that match `search`, which may cost much more. */
  'history:search': { input: HistoryQuery; output: HistoryPage };
  /** Marks missed calls as seen; returns the entries that were not seen before. */
  'history:see': { input: { userId: UserId; callIds: readonly CallId[] }; output: Entry[] };
  /** Returns the calls of the entries that existed. */
  'history:remove': { input: Removal & { callIds: readonly CallId[] }; output: CallId[] };
  /** Removes the entries of all calls placed up to a time; returns how many there were. */
  'history:removeUntil': { input: Removal & { placedAt: number }; output: number };
  /** Brings back what was removed since a time; returns the calls of the restored entries. */
  'history:restore': { input: Omit<Removal, 'at'> & { since: number }; output: CallId[] };
  'history:entries': { input: { userId: UserId; callIds: readonly CallId[] }; output: Entry[] };
  /** Deletes for good what was removed up to a time. */
  'history:purge': { input: number; output: void };
}

export function historyOperations(db: Kysely<Tables>): OperationHandlers<HistoryOperations> {
  const history = new HistoryTable(db);
  const removed = new RemovedEntryTable(db);
  return {
    'history:missed': (users) => history.missedOf(users),
    'history:page': (query) => history.page(query),
    'history:search': (query) => history.page(query),
    'history:see': ({ userId, callIds }) => history.see(userId, callIds),
    'history:entries': ({ userId, callIds }) => history.entriesOf(userId, callIds),
    'history:remove': ({ callIds, ...removal }) => removed.take(removal, callIds),
    'history:removeUntil': ({ placedAt, ...removal }) => removed.takeUntil(removal, placedAt),
    'history:restore': (restoration) => removed.restore(restoration),
    'history:purge': (removedAt) => removed.purge(removedAt),
  };
}

export class HistoryTable {
  readonly #db: Kysely<Tables>;
  readonly #search: HistorySearch;
  readonly #statements: ReturnType<typeof statementsOf>;

  constructor(db: Kysely<Tables>, search = new HistorySearch(db)) {
    this.#db = db;
    this.#search = search;
    this.#statements = statementsOf(db);
  }

  async record(trx: Transaction<Tables>, drafts: readonly EntryDraft[]): Promise<void> {
    const rows = drafts.map(entryRow).toSorted(byKey);
    for (const query of this.#statements.record(rows)) await trx.executeQuery(query);
  }

  async missedOf(
    users: readonly UserId[],
    db: Kysely<Tables> | Transaction<Tables> = this.#db,
  ): Promise<Map<UserId, number>> {
    const counts = new Map<UserId, number>();
    for (const query of this.#statements.missed(padded(users))) {
      const { rows } = await db.executeQuery(query);
      for (const { userId, missed } of rows) counts.set(userId, missed);
    }
    return counts;
  }

  async page(query: HistoryQuery): Promise<HistoryPage> {
    const wanted = { ...query, limit: query.limit + 1 };
    const entries =
      query.search === undefined ? await this.#newest(wanted) : await this.#search.newest(wanted);
    const last = entries.length > query.limit ? entries[query.limit - 1] : undefined;
    const missed = (await this.missedOf([query.userId])).get(query.userId) ?? 0;
    if (last === undefined) return { entries, missed };
    const next = { placedAt: last.placedAt, callId: last.callId };
    return { entries: entries.slice(0, query.limit), next, missed };
  }

  async see(userId: UserId, callIds: readonly CallId[]): Promise<Entry[]> {
    const updated = await this.#db
      .updateTable('history')
      .set({ seen: 1 })
      .where('userId', '=', userId)
      .where((eb) => isOfCalls(eb, callIds))
      .where('label', '=', 'missed')
      .where('seen', '=', 0)
      .returning('callId')
      .execute();
    return this.entriesOf(
      userId,
      updated.map((row) => row.callId),
    );
  }

  async entriesOf(userId: UserId, callIds: readonly CallId[]): Promise<Entry[]> {
    if (callIds.length === 0) return [];
    const rows = await this.#entries(userId)
      .where((eb) => isOfCalls(eb, callIds))
      .execute();
    return rows.map(asEntry);
  }

  async #newest({ userId, filter, peer, before, limit }: HistoryQuery): Promise<Entry[]> {
    let query = this.#entries(userId);
    const condition = conditionOf(filter);
    if (condition !== undefined) query = query.where(condition);
    if (peer !== undefined) query = query.where('peerId', '=', peer);
    if (before !== undefined) query = query.where((eb) => isAfter(eb, before));
    const ordered = query.orderBy('placedAt', 'desc').orderBy('callId', 'desc').limit(limit);
    return (await ordered.execute()).map(asEntry);
  }

  #entries(userId: UserId) {
    return this.#db
      .selectFrom('history')
      .innerJoin('users', 'users.id', 'history.peerId')
      .selectAll('history')
      .select(peerColumns)
      .where('userId', '=', userId);
  }
}

function byKey(a: Tables['history'], b: Tables['history']): number {
  const [keyA, keyB] = [`${a.userId}${a.callId}`, `${b.userId}${b.callId}`];
  return keyA < keyB ? -1 : 1;
}

function statementsOf(db: Kysely<Tables>) {
  return {
    record: sized<Tables['history'], { callId: CallId }>(
      (rows) =>
        db
          .insertInto('history')
          .values([...rows])
          .onConflict((oc) => oc.doNothing())
          .returning('callId'),
      valuesOf,
    ),
    missed: sized<UserId, { userId: UserId; missed: number }>(
      (users) =>
        db
          .selectFrom('history')
          .select((eb) => ['userId', eb.fn.countAll<number>().as('missed')])
          .where('userId', 'in', users)
          // Only missed calls are ever unseen, so the partial index of unseen entries answers this.
          .where((eb) => eb('seen', '=', eb.lit(0)))
          .groupBy('userId'),
      (users) => users,
    ),
  };
}
