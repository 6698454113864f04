import {
  bounds,
  matchesName,
  ok,
  RemovalId,
  searchWords,
  type CallId,
  type Data,
  type Entry,
  type Payload,
  type Person,
  type Push,
  type Result,
  type UserId,
  isRequestEntry,
  type HistoryFilter,
} from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { Random } from '../platform/ports.ts';
import { startDeletion } from './deletion.ts';
import {
  leavesGap,
  unknownList,
  withEntries,
  withEntriesBack,
  withoutEntries,
  withPage,
  withSeen,
  type WhichPage,
} from './entryList.ts';
import type { Deletion, EntryList, HistoryListName } from './history.ts';

/** The lists of the history screen, one for missed-call notices, and one for each conversation. */
export type CachedListName = HistoryListName | 'notices' | `peer:${string}`;

/** Names the list of a conversation's calls. */
export function peerList(peer: UserId): CachedListName {
  return `peer:${peer}`;
}

/** Which entries a list holds, and how many one page of it brings. */
export interface EntryQuery {
  readonly filter: HistoryFilter;
  readonly peer?: UserId;
  readonly search?: string;
  readonly pageSize: { readonly first: number; readonly older: number };
}

interface CachedList {
  readonly query: EntryQuery;
  readonly list: EntryList;
}

/** All lists that were asked for so far, and how many missed calls no tab has shown yet. */
export interface CachedEntries {
  readonly lists: ReadonlyMap<CachedListName, CachedList>;
  readonly unseen: number;
}

type Page = Data<'history:list'>;
type Change = (list: EntryList, takes: (entry: Entry) => boolean, name: CachedListName) => EntryList;

/** The entries that were taken out of each list. */
type Taken = ReadonlyMap<CachedListName, readonly Entry[]>;

/** A longer absence than this many pages of calls costs the list its older entries, which are fetched when scrolled to. */
const mostGapPages = 10;

const empty: CachedEntries = { lists: new Map(), unseen: 0 };

/**
 * The one cache of history entries; history, notices and conversations are views of it. It fetches pages, applies
 * pushes to every list, and shows local changes before the server has confirmed them.
 */
export class EntryCache {
  readonly #signaling: SignalingClient;
  readonly #random: Random;
  readonly #store: StoreApi<CachedEntries> = createStore<CachedEntries>(() => empty);
  /** Changes since each list was last requested: a page that was read before them must not undo them. */
  readonly #changesSince = new Map<CachedListName, Change[]>();
  /** Marked as seen by this tab since it last went online. */
  readonly #seenHere = new Set<CallId>();
  /** Rises with each sign-out, so that an answer meant for another user is dropped. */
  #turn = 0;

  constructor(signaling: SignalingClient, random: Random) {
    this.#signaling = signaling;
    this.#random = random;
  }

  get unseen(): number {
    return this.#store.getState().unseen;
  }

  /** Calls back after each change; returns what stops that. */
  subscribe(onChange: () => void): () => void {
    return this.#store.subscribe(onChange);
  }

  list(name: CachedListName): EntryList {
    return this.#cached(name)?.list ?? unknownList;
  }

  query(name: CachedListName): EntryQuery | undefined {
    return this.#cached(name)?.query;
  }

  /** Starts a list, or replaces one that had another query. Nothing is fetched yet. */
  open(name: CachedListName, query: EntryQuery, list: EntryList = unknownList): void {
    this.#changesSince.set(name, []);
    this.#put(name, { query, list });
  }

  close(name: CachedListName): void {
    if (this.#cached(name) === undefined) return;
    const lists = new Map(this.#store.getState().lists);
    lists.delete(name);
    this.#changesSince.delete(name);
    this.#store.setState({ lists });
  }

  /** Forgets everything: another user may sign in next. */
  reset(): void {
    this.#turn += 1;
    this.#changesSince.clear();
    this.#seenHere.clear();
    this.#store.setState(empty, true);
  }

  /** The server is reachable again: fetches what is known once more, since it may be old. */
  refresh(unseen: number): void {
    this.#seenHere.clear();
    this.#store.setState({ unseen });
    this.#fetchKnown('first');
  }

  /** Whether an entry counts as seen only because this tab showed it. */
  isSeenHere(callId: CallId): boolean {
    return this.#seenHere.has(callId);
  }

  changed({ missed, ...entry }: Push<'history:changed'>): void {
    this.#apply((list, takes) => (takes(entry) ? withEntries(list, [entry]) : list));
    this.#store.setState({ unseen: missed });
  }

  removed({ callIds, before = -1, missed }: Push<'history:removed'>): void {
    const gone = new Set(callIds);
    this.#apply((list) =>
      withoutEntries(list, (entry) => gone.has(entry.callId) || entry.placedAt <= before),
    );
    this.#store.setState({ unseen: missed });
  }

  restored({ entries, missed }: Push<'history:restored'>): void {
    if (entries === undefined) this.#fetchKnown('replacement');
    else this.#apply((list, takes) => withEntries(list, entries.filter(takes)));
    this.#store.setState({ unseen: missed });
  }

  /** Marks entries as seen here at once; taken back if the server does not agree. */
  async markSeen(callIds: readonly CallId[]): Promise<void> {
    const wanted = new Set(callIds);
    for (const callId of callIds) this.#seenHere.add(callId);
    const unseen = this.#known().filter((entry) => !entry.seen && wanted.has(entry.callId));
    const ids = unseen.map((entry) => entry.callId).slice(0, bounds.historyBatch);
    if (ids.length === 0) return;
    const turn = this.#turn;
    const before = this.unseen;
    this.#apply((list) => withSeen(list, ids, true));
    this.#store.setState({ unseen: Math.max(0, before - ids.length) });
    const answer = await this.#signaling.request('history:seen', { callIds: ids });
    if (turn !== this.#turn) return;
    if (!answer.ok) this.#apply((list) => withSeen(list, ids, false));
    this.#store.setState({ unseen: answer.ok ? answer.data.missed : before });
  }

  delete(callIds: readonly CallId[]): Deletion {
    const gone = new Set(callIds);
    const removal = this.#newRemoval();
    const batches = batchesOf(callIds).map((batch) => ({ callIds: batch, removal }));
    return this.#remove((entry) => gone.has(entry.callId), removal, batches);
  }

  /** Deletes all that was placed up to a time of the server, in ms; what arrives meanwhile stays. */
  clear(before: number): Deletion {
    const removal = this.#newRemoval();
    return this.#remove((entry) => entry.placedAt <= before, removal, [{ before, removal }]);
  }

  /** Fetches a page of a list; a newer fetch of the same list replaces this one. */
  async fetch(name: CachedListName, which: WhichPage): Promise<void> {
    const query = this.query(name);
    if (query === undefined) return;
    const before = this.list(name);
    const changes: Change[] = [];
    this.#changesSince.set(name, changes);
    this.#set(name, { ...before, state: 'loading' });
    const answer = await this.#requestPage(query, which, before);
    if (this.#changesSince.get(name) !== changes) return;
    if (!answer.ok) return this.#set(name, { ...this.list(name), state: 'failed' });
    const fetched = withPage(before, which, answer.data);
    const takes = this.#takes(name);
    this.#set(
      name,
      changes.reduce((now, change) => change(now, takes, name), fetched),
    );
    this.#store.setState({ unseen: answer.data.missed });
  }

  /** One page; but a first page that leaves a gap to the known entries comes with the pages that close it. */
  async #requestPage(query: EntryQuery, which: WhichPage, known: EntryList): Promise<Result<Page>> {
    const { first, older } = query.pageSize;
    if (which === 'older') return this.#request(query, older, known.entries.at(-1));
    let answer = await this.#request(query, first, undefined);
    for (let pages = 0; pages < mostGapPages && answer.ok; pages += 1) {
      const { entries } = answer.data;
      if (which !== 'first' || !leavesGap(known, answer.data)) break;
      const next = await this.#request(query, older, entries.at(-1));
      answer = next.ok ? ok({ ...next.data, entries: [...entries, ...next.data.entries] }) : next;
    }
    return answer;
  }

  #request(
    { filter, peer, search }: EntryQuery,
    limit: number,
    after: Entry | undefined,
  ): Promise<Result<Page>> {
    return this.#signaling.request('history:list', {
      filter,
      limit,
      ...(peer !== undefined && { peer }),
      ...(search !== undefined && { search }),
      ...(after !== undefined && { before: { placedAt: after.placedAt, callId: after.callId } }),
    });
  }

  #fetchKnown(which: WhichPage): void {
    for (const [name, { list }] of this.#store.getState().lists)
      if (list.state !== 'unknown') void this.fetch(name, which);
  }

  #newRemoval(): RemovalId {
    return v.parse(RemovalId, this.#random.uuid());
  }

  #remove(
    isGone: (entry: Entry) => boolean,
    removal: RemovalId,
    requests: readonly Payload<'history:delete'>[],
  ): Deletion {
    const turn = this.#turn;
    const ifCurrent = (act: () => void) => () => {
      if (turn === this.#turn) act();
    };
    const taken = this.#take(isGone);
    return startDeletion(this.#signaling, removal, requests, {
      restoreEntries: ifCurrent(() => this.#restoreEntries(taken)),
      removeAgain: ifCurrent(() => void this.#take(isGone)),
      setUnseen: (unseen) => ifCurrent(() => this.#store.setState({ unseen }))(),
    });
  }

  /** Takes entries out of the lists, and returns them. */
  #take(isGone: (entry: Entry) => boolean): Taken {
    const taken = new Map(
      [...this.#store.getState().lists].map(([name, { list }]) => [name, list.entries.filter(isGone)]),
    );
    this.#countUnseen(-this.#known().filter((entry) => isGone(entry) && isUnseen(entry)).length);
    this.#apply((list) => withoutEntries(list, isGone));
    return taken;
  }

  /** Puts entries back into the lists they were in, unless a push has brought them back already. */
  #restoreEntries(taken: Taken): void {
    const before = this.#known().filter(isUnseen).length;
    this.#apply((list, takes, name) => withEntriesBack(list, (taken.get(name) ?? []).filter(takes)));
    this.#countUnseen(this.#known().filter(isUnseen).length - before);
  }

  #countUnseen(more: number): void {
    this.#store.setState(({ unseen }) => ({ unseen: Math.max(0, unseen + more) }));
  }

  #apply(change: Change): void {
    for (const name of this.#store.getState().lists.keys()) {
      const list = this.list(name);
      if (list.state === 'loading') this.#changesSince.get(name)?.push(change);
      this.#set(name, change(list, this.#takes(name), name));
    }
  }

  /** Returns whether an entry belongs to a list. */
  #takes(name: CachedListName): (entry: Entry) => boolean {
    const { filter = 'all', peer, search } = this.query(name) ?? {};
    const isWanted = (entry: Entry): boolean =>
      isOfFilter(entry, filter) && (peer === undefined || entry.peer.id === peer);
    if (search === undefined) return isWanted;
    const words = searchWords(search);
    // The server also knows the nicknames that the user gave: everyone it has found matches.
    const found = new Set(this.list(name).entries.map((entry) => entry.peer.id));
    return (entry) => isWanted(entry) && (found.has(entry.peer.id) || matchesWords(entry.peer, words));
  }

  #known(): readonly Entry[] {
    const entries = [...this.#store.getState().lists.values()].flatMap(({ list }) => list.entries);
    return [...new Map(entries.map((entry) => [entry.callId, entry])).values()];
  }

  #cached(name: CachedListName): CachedList | undefined {
    return this.#store.getState().lists.get(name);
  }

  #set(name: CachedListName, list: EntryList): void {
    const cached = this.#cached(name);
    if (cached !== undefined && cached.list !== list) this.#put(name, { ...cached, list });
  }

  #put(name: CachedListName, cached: CachedList): void {
    this.#store.setState({ lists: new Map(this.#store.getState().lists).set(name, cached) });
  }
}

/** By the name that a person shows or the one they sign in with; the server searches both. */
export function matchesWords({ name, handle }: Person, words: readonly string[]): boolean {
  return matchesName(name, words) || (handle !== undefined && matchesName(handle, words));
}

function isUnseen(entry: Entry): boolean {
  return entry.label === 'missed' && !entry.seen;
}

/** Splits ids into batches that one request may name. */
function batchesOf(callIds: readonly CallId[]): CallId[][] {
  if (callIds.length === 0) return [];
  return [callIds.slice(0, bounds.historyBatch), ...batchesOf(callIds.slice(bounds.historyBatch))];
}

function isOfFilter(entry: Entry, filter: HistoryFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'missed':
      return entry.label === 'missed';
    case 'requests':
      return isRequestEntry(entry);
  }
}
