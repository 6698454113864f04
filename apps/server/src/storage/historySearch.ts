import { CallId, searchWords, type Entry, type HistoryCursor, type UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { asEntry, isAfter, isMissed } from './entryRow.ts';
import { mergedNewest, type Source } from './merging.ts';
import type { PageWish } from './operations.ts';
import { isCalledSo, peerIn, PeerSearch, type Peer } from './peerSearch.ts';
import { asPeerRow, peerColumns, type PersonRow } from './personRow.ts';
import type { Tables } from './schema.ts';
import { single } from './sized.ts';

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

/** Where one way of searching is left for another. */
export interface SearchLimits {
  /**
   * Whoever shares a name with more people than this is not looked for by the index: checking for so many whether there
   * were calls with them takes some 5 ms, half as long as looking through the newest entries.
   */
  readonly namesakes: number;
  /** So many of the newest entries are looked through for such a name, in pieces: some 10 ms of work. */
  readonly newest: readonly number[];
}

const usualLimits: SearchLimits = { namesakes: 1_000, newest: [100, 900] };

/**
 * Finds entries by the names of people. The people come first, whatever they are called today; then the newest entries of
 * those who match are read in the order of an index, and merged. A name that few people have is found by an index of
 * names, and one that many have among the newest entries, so it hardly matters how many people there are in the history,
 * or how many calls. Only a name that many have on this server, and few in this history, costs by how many people there
 * are in it.
 */
export class HistorySearch {
  readonly #db: Kysely<Tables>;
  readonly #limits: SearchLimits;
  readonly #people: PeerSearch;
  readonly #pieces: ReturnType<typeof piecesOf>;

  constructor(db: Kysely<Tables>, limits = usualLimits) {
    this.#db = db;
    this.#limits = limits;
    this.#people = new PeerSearch(db);
    this.#pieces = piecesOf(db);
  }

  /** The newest entries with people whose names have words that begin so. */
  async newest(wish: PageWish): Promise<Entry[]> {
    const words = searchWords(wish.search ?? '');
    const { userId, peer } = wish;
    const called = await this.#people.byIndex(userId, words, this.#limits.namesakes);
    if (called !== 'tooMany') return this.#ofPeople(wish, onlyOf(called, peer));
    const near = peer === undefined ? await this.#amongNewest(wish, words) : undefined;
    return near ?? this.#ofPeople(wish, onlyOf(await this.#people.byHistory(userId, words), peer));
  }

  /** The newest of several people, merged. */
  async #ofPeople(wish: PageWish, peers: readonly Peer[]): Promise<Entry[]> {
    const leading = peers.length > wish.limit ? await this.#leading(wish, peers) : peers;
    const size = Math.ceil(wish.limit / Math.max(1, leading.length)) + 2;
    return mergedNewest(
      leading.map((peer) => this.#sourceOf(wish, peer, size)),
      wish.limit,
    );
  }

  /** Looks through the newest entries; undefined where that does not fill a page before it costs too much. */
  async #amongNewest(wish: PageWish, words: readonly string[]): Promise<Entry[] | undefined> {
    const found: Entry[] = [];
    let after = wish.before;
    for (const size of this.#limits.newest) {
      const rows = await this.#newestOf(wish, after, size);
      found.push(...rows.filter((row) => isCalledSo(peerIn(row), words)).map(asEntry));
      if (found.length >= wish.limit || rows.length < size) return found.slice(0, wish.limit);
      after = rows.at(-1);
    }
    return undefined;
  }

  #newestOf({ userId, filter }: PageWish, after: HistoryCursor = start, limit: number) {
    const query = this.#db
      .selectFrom('history')
      .innerJoin('users', 'users.id', 'history.peerId')
      .leftJoin('contacts', (join) =>
        join.onRef('contacts.peerId', '=', 'history.peerId').on('contacts.userId', '=', userId),
      )
      .selectAll('history')
      .select(peerColumns)
      .select('contacts.name as contactName')
      .where('history.userId', '=', userId)
      .where((eb) => isAfter(eb, after));
    const filtered = filter === 'missed' ? query.where(isMissed) : query;
    return filtered.orderBy('placedAt', 'desc').orderBy('callId', 'desc').limit(limit).execute();
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

function onlyOf(peers: readonly Peer[], peer: UserId | undefined): readonly Peer[] {
  return peer === undefined ? peers : peers.filter(({ id }) => id === peer);
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
