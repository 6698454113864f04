import type { CallId, Entry, EntryDraft, UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import { asEntry, asRow, isAfter, isMissed, isOfCalls } from './entryRow.ts';
import { HistorySearch } from './historySearch.ts';
import type { Page, PageWish } from './operations.ts';
import { peerColumns } from './personRow.ts';
import type { Tables } from './schema.ts';
import { padded, sized, valuesOf } from './sized.ts';

/** Reads and writes the lines of call histories. */
export class HistoryTable {
  readonly #db: Kysely<Tables>;
  readonly #search: HistorySearch;
  readonly #statements: ReturnType<typeof statementsOf>;

  constructor(db: Kysely<Tables>, search = new HistorySearch(db)) {
    this.#db = db;
    this.#search = search;
    this.#statements = statementsOf(db);
  }

  /** Writes new lines, within a transaction. */
  async record(trx: Transaction<Tables>, drafts: readonly EntryDraft[]): Promise<void> {
    const rows = drafts.map(asRow).toSorted(byKey);
    for (const query of this.#statements.record(rows)) await trx.executeQuery(query);
  }

  /** Counts the missed calls that each user has not seen; a user without any is left out. */
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

  /** Reads one page of a user's history. */
  async page(wish: PageWish): Promise<Page> {
    const wanted = { ...wish, limit: wish.limit + 1 };
    const entries =
      wish.search === undefined ? await this.#newest(wanted) : await this.#search.newest(wanted);
    const last = entries.length > wish.limit ? entries[wish.limit - 1] : undefined;
    const missed = (await this.missedOf([wish.userId])).get(wish.userId) ?? 0;
    if (last === undefined) return { entries, missed };
    const next = { placedAt: last.placedAt, callId: last.callId };
    return { entries: entries.slice(0, wish.limit), next, missed };
  }

  /** Marks missed calls as seen; returns the entries that were not yet. */
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

  /** Reads a user's entries of certain calls. */
  async entriesOf(userId: UserId, callIds: readonly CallId[]): Promise<Entry[]> {
    if (callIds.length === 0) return [];
    const rows = await this.#entries(userId)
      .where((eb) => isOfCalls(eb, callIds))
      .execute();
    return rows.map(asEntry);
  }

  async #newest({ userId, filter, peer, before, limit }: PageWish): Promise<Entry[]> {
    let query = this.#entries(userId);
    if (filter === 'missed') query = query.where(isMissed);
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
