import { setImmediate } from 'node:timers/promises';
import {
  CallId,
  searchWords,
  type Entry,
  type HistoryCursor,
  type UserId,
  type HistoryFilter,
} from '@ringback/protocol';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { asPeerRow, peerColumns, type PersonRow } from '../people/personSql.ts';
import type { Tables } from '../storage/schema.ts';
import { single } from '../storage/statements.ts';
import { asEntry, conditionOf, isAfter, isMissed, isRequest } from './entrySql.ts';
import { mergeNewest, type Source } from './mergeNewest.ts';
import { hasName, peerIn, PeerSearch, type NamedPeer } from './peerSearchSql.ts';

/** Which part of a history to list: newest first, from after a cursor. */
export interface HistoryQuery {
  readonly userId: UserId;
  readonly filter: HistoryFilter;
  /** Only the calls with this person. */
  readonly peer: UserId | undefined;
  /** Only the calls with people whose names have words that begin with each of these words. */
  readonly search: string | undefined;
  readonly before: HistoryCursor | undefined;
  readonly limit: number;
}

/** The entries with one person, from after a cursor. */
interface PeerEntriesQuery {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly after: HistoryCursor;
  readonly limit: number;
}

/** The cursor of the first page. */
const start: HistoryCursor = {
  placedAt: Number.MAX_SAFE_INTEGER,
  callId: v.parse(CallId, '00000000-0000-0000-0000-000000000000'),
};

/** Ids in one statement, about 2 ms of work. */
const idsAtOnce = 200;

/** Thresholds between the ways of searching. */
export interface SearchLimits {
  /**
   * A name that more people share is not looked up in the index: checking whether there were calls with each of them
   * takes about 5 ms, half as long as scanning the newest entries.
   */
  readonly namesakes: number;
  /** How many of the newest entries are scanned for such a name, in pieces: about 10 ms of work. */
  readonly newest: readonly number[];
}

const usualLimits: SearchLimits = { namesakes: 1_000, newest: [100, 200, 300, 400] };

/**
 * Finds entries by the names of people: first the people, by their names today; then their newest entries, read in index
 * order and merged. A rare name is found by an index of names and a common one among the newest entries, so the size of
 * the history hardly matters. Only a name that is common on this server and rare in this history costs time proportional
 * to the number of people in the history. It works in pieces of a few ms, between which calls are written.
 */
export class HistorySearch {
  readonly #db: Kysely<Tables>;
  readonly #limits: SearchLimits;
  readonly #people: PeerSearch;
  readonly #peerEntries: ReturnType<typeof peerEntriesStatements>;

  constructor(db: Kysely<Tables>, limits = usualLimits) {
    this.#db = db;
    this.#limits = limits;
    this.#people = new PeerSearch(db);
    this.#peerEntries = peerEntriesStatements(db);
  }

  async newest(query: HistoryQuery): Promise<Entry[]> {
    const words = searchWords(query.search ?? '');
    const { userId, peer } = query;
    const called = await this.#people.byIndex(userId, words, this.#limits.namesakes);
    if (called !== 'tooMany') return this.#ofPeople(query, onlyOf(called, peer));
    const recent = peer === undefined ? await this.#amongNewest(query, words) : undefined;
    return recent ?? this.#ofPeople(query, onlyOf(await this.#people.byHistory(userId, words), peer));
  }

  async #ofPeople(query: HistoryQuery, peers: readonly NamedPeer[]): Promise<Entry[]> {
    const leading = peers.length > query.limit ? await this.#leading(query, peers) : peers;
    const size = Math.ceil(query.limit / Math.max(1, leading.length)) + 2;
    return mergeNewest(
      leading.map((peer) => this.#sourceOf(query, peer, size)),
      query.limit,
    );
  }

  /** Scans the newest entries; undefined where that does not fill a page before it costs too much. */
  async #amongNewest(query: HistoryQuery, words: readonly string[]): Promise<Entry[] | undefined> {
    const found: Entry[] = [];
    let after = query.before;
    for (const size of this.#limits.newest) {
      await setImmediate();
      const rows = await this.#newestOf(query, after, size);
      found.push(...rows.filter((row) => hasName(peerIn(row), words)).map(asEntry));
      if (found.length >= query.limit || rows.length < size) return found.slice(0, query.limit);
      after = rows.at(-1);
    }
    return undefined;
  }

  #newestOf({ userId, filter }: HistoryQuery, after: HistoryCursor = start, limit: number) {
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
    const condition = conditionOf(filter);
    const filtered = condition === undefined ? query : query.where(condition);
    return filtered.orderBy('placedAt', 'desc').orderBy('callId', 'desc').limit(limit).execute();
  }

  /** The people who can have entries on the page: those with the newest entries. */
  async #leading(query: HistoryQuery, peers: readonly PersonRow[]): Promise<PersonRow[]> {
    const until = query.before?.placedAt ?? start.placedAt;
    const newest = await this.#newestTimes(query, peers, until);
    // An entry at exactly the cursor's time may be the cursor's own, so it must not displace another person.
    const times = [...newest.values()].filter((at) => at < until).toSorted((a, b) => b - a);
    const least = times[query.limit - 1] ?? 0;
    return peers.filter(({ id }) => (newest.get(id) ?? -1) >= least);
  }

  async #newestTimes(
    query: HistoryQuery,
    peers: readonly PersonRow[],
    until: number,
  ): Promise<Map<UserId, number>> {
    const times = new Map<UserId, number>();
    for (let from = 0; from < peers.length; from += idsAtOnce) {
      await setImmediate();
      const ids = peers.slice(from, from + idsAtOnce).map(({ id }) => id);
      for (const { id, at } of await this.#timesOf(query, ids, until)) if (at !== null) times.set(id, at);
    }
    return times;
  }

  #timesOf({ userId, filter }: HistoryQuery, ids: readonly UserId[], until: number) {
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
        const condition = conditionOf(filter);
        return (condition === undefined ? entries : entries.where(condition)).as('at');
      })
      .where('users.id', 'in', ids)
      .execute();
  }

  #sourceOf({ userId, filter, before = start }: HistoryQuery, peer: PersonRow, size: number): Source<Entry> {
    return {
      size,
      next: async (after) => {
        await setImmediate();
        const query = this.#peerEntries[filter]({
          userId,
          peerId: peer.id,
          after: after ?? before,
          limit: size,
        });
        const { rows } = await this.#db.executeQuery(query);
        return rows.map((row) => asEntry({ ...row, ...asPeerRow(peer) }));
      },
    };
  }
}

function onlyOf(peers: readonly NamedPeer[], peer: UserId | undefined): readonly NamedPeer[] {
  return peer === undefined ? peers : peers.filter(({ id }) => id === peer);
}

function peerEntriesStatements(db: Kysely<Tables>) {
  const entriesWith = ({ userId, peerId, after, limit }: PeerEntriesQuery) =>
    db
      .selectFrom('history')
      .selectAll()
      .where('userId', '=', userId)
      .where('peerId', '=', peerId)
      .where((eb) => isAfter(eb, after))
      .orderBy('placedAt', 'desc')
      .orderBy('callId', 'desc')
      .limit(limit);
  const parametersOf = ({ userId, peerId, after: { placedAt, callId }, limit }: PeerEntriesQuery) => [
    userId,
    peerId,
    placedAt,
    placedAt,
    callId,
    limit,
  ];
  return {
    all: single<PeerEntriesQuery, Tables['history']>(entriesWith, parametersOf),
    missed: single<PeerEntriesQuery, Tables['history']>(
      (query) => entriesWith(query).where(isMissed),
      parametersOf,
    ),
    requests: single<PeerEntriesQuery, Tables['history']>(
      (query) => entriesWith(query).where(isRequest),
      parametersOf,
    ),
  };
}
