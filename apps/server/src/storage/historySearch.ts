import {
  CallId,
  isNamedSo,
  searchWords,
  type Entry,
  type HistoryCursor,
  type UserId,
} from '@ringback/protocol';
import { sql, type Kysely } from 'kysely';
import * as v from 'valibot';
import { asEntry, isAfter, isMissed } from './entryRow.ts';
import { mergedNewest, type Source } from './merging.ts';
import type { PageWish } from './operations.ts';
import { asPeerRow, type PersonRow } from './personRow.ts';
import type { Tables } from './schema.ts';
import { single } from './sized.ts';

/** The other one in entries; `contactName` is what the user calls them, if that is something else. */
interface Peer extends PersonRow {
  readonly contactName: string | null;
}

/** The entries of one person in one history, from after a place. */
interface PieceWish {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly after: HistoryCursor;
  readonly limit: number;
}

/** After it everything comes: where a page has no cursor. */
const start: HistoryCursor = {
  placedAt: Number.MAX_SAFE_INTEGER,
  callId: v.parse(CallId, '00000000-0000-0000-0000-000000000000'),
};

/** Ids in one statement; far below what any dialect allows. */
const idsAtOnce = 1_000;

/**
 * Finds entries by the names of people. The people come first, whatever they are called today; then the newest entries of
 * those who match are read in the order of an index, and merged. So a page costs by how many people there are in the
 * history, not by how many calls.
 */
export class HistorySearch {
  readonly #db: Kysely<Tables>;
  readonly #pieces: ReturnType<typeof piecesOf>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#pieces = piecesOf(db);
  }

  /** The newest entries with people whose names have words that begin so. */
  async newest(wish: PageWish): Promise<Entry[]> {
    const words = searchWords(wish.search ?? '');
    const named = (await this.#peersOf(wish.userId)).filter((peer) => isCalledSo(peer, words));
    const meant = wish.peer === undefined ? named : named.filter(({ id }) => id === wish.peer);
    const leading = meant.length > wish.limit ? await this.#leading(wish, meant) : meant;
    const size = Math.ceil(wish.limit / Math.max(1, leading.length)) + 2;
    return mergedNewest(
      leading.map((peer) => this.#sourceOf(wish, peer, size)),
      wish.limit,
    );
  }

  /** Everyone with whom a user has entries: a jump in the index from each to the next, past all entries between. */
  async #peersOf(userId: UserId): Promise<Peer[]> {
    const { rows } = await sql<Peer>`
      with recursive peers(id) as (
        select min("peerId") from history where "userId" = ${userId}
        union all
        select (select min("peerId") from history where "userId" = ${userId} and "peerId" > peers.id)
        from peers where peers.id is not null
      )
      select users.id, users.name, users.handle, users.picture, contacts.name as "contactName" from peers inner join users on users.id = peers.id
      left join contacts on contacts."userId" = ${userId} and contacts."peerId" = users.id`.execute(this.#db);
    return rows;
  }

  /** Those who can have entries on a page: the ones whose newest are newer than those of the others. */
  async #leading(wish: PageWish, peers: readonly PersonRow[]): Promise<PersonRow[]> {
    const until = wish.before?.placedAt ?? start.placedAt;
    const newest = await this.#newestTimes(wish, peers, until);
    // One at the cursor's very time may be the cursor's own; it must take nobody's place.
    const times = [...newest.values()].filter((at) => at < until).toSorted((a, b) => b - a);
    const least = times[wish.limit - 1] ?? 0;
    return peers.filter(({ id }) => (newest.get(id) ?? -1) >= least);
  }

  async #newestTimes(
    wish: PageWish,
    peers: readonly PersonRow[],
    until: number,
  ): Promise<Map<UserId, number>> {
    const times = new Map<UserId, number>();
    for (let from = 0; from < peers.length; from += idsAtOnce) {
      const ids = peers.slice(from, from + idsAtOnce).map(({ id }) => id);
      for (const { id, at } of await this.#timesOf(wish, ids, until)) if (at !== null) times.set(id, at);
    }
    return times;
  }

  #timesOf({ userId, filter }: PageWish, ids: readonly UserId[], until: number) {
    return this.#db
      .selectFrom('users')
      .select('users.id')
      .select((eb) => {
        const entries = eb
          .selectFrom('history')
          .select((each) => each.fn.max('history.placedAt').as('at'))
          .where('history.userId', '=', userId)
          .whereRef('history.peerId', '=', 'users.id')
          .where('history.placedAt', '<=', until);
        return (filter === 'missed' ? entries.where(isMissed) : entries).as('at');
      })
      .where('users.id', 'in', ids)
      .execute();
  }

  #sourceOf({ userId, filter, before = start }: PageWish, peer: PersonRow, size: number): Source<Entry> {
    return {
      size,
      next: async (after) => {
        const query = this.#pieces[filter]({ userId, peerId: peer.id, after: after ?? before, limit: size });
        const { rows } = await this.#db.executeQuery(query);
        return rows.map((row) => asEntry({ ...row, ...asPeerRow(peer) }));
      },
    };
  }
}

/** Whether somebody is found: by what the user or others call them, or by the name they sign in with. */
function isCalledSo({ name, handle, contactName }: Peer, words: readonly string[]): boolean {
  return [name, handle, contactName ?? ''].some((each) => isNamedSo(each, words));
}

function piecesOf(db: Kysely<Tables>) {
  const reading = ({ userId, peerId, after, limit }: PieceWish) =>
    db
      .selectFrom('history')
      .selectAll()
      .where('userId', '=', userId)
      .where('peerId', '=', peerId)
      .where((eb) => isAfter(eb, after))
      .orderBy('placedAt', 'desc')
      .orderBy('callId', 'desc')
      .limit(limit);
  const parametersOf = ({ userId, peerId, after: { placedAt, callId }, limit }: PieceWish) => [
    userId,
    peerId,
    placedAt,
    placedAt,
    callId,
    limit,
  ];
  return {
    all: single<PieceWish, Tables['history']>(reading, parametersOf),
    missed: single<PieceWish, Tables['history']>((wish) => reading(wish).where(isMissed), parametersOf),
  };
}
