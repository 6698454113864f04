import {
  bounds,
  CallId,
  fail,
  ok,
  searchWords,
  type Data,
  type Entry,
  type HistoryFilter,
  type Result,
} from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SignalingClient } from '../connection/signalingClient.ts';
import { withDisplayNames } from '../people/displayNames.ts';
import type { People } from '../people/peopleStore.ts';
import { PublicStore, type ReadonlyStore } from '../platform/store.ts';
import { matchesWords, type EntryCache } from './entryCache.ts';
import type { Deletion, Found, History, HistoryActions, HistoryListName } from './history.ts';
import { showHistory } from './historyNames.ts';

/** The first page is about a screen; later pages are longer, for people who scroll on. */
const pageSize = { first: 50, older: bounds.historyPage } as const;

/** How many of the known entries a search looks through before the server has answered. */
const searchedAtOnce = 500;

/** Sorts before every other id of the same time, in the order of pages. */
const firstId = v.parse(CallId, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
/** More calls than one user has within one millisecond. */
const atOneTime = 5;

/** The call history: a view of the entry cache, with the actions of the history screen. */
export class HistoryStore extends PublicStore<History> implements HistoryActions {
  readonly #signaling: SignalingClient;
  readonly #entries: EntryCache;
  readonly #store: StoreApi<History>;

  constructor(signaling: SignalingClient, entries: EntryCache, people: ReadonlyStore<People>) {
    const store = createStore<History>(() => viewOf(entries));
    super(withDisplayNames(store, people, showHistory));
    this.#signaling = signaling;
    this.#entries = entries;
    this.#store = store;
    entries.subscribe(() => this.#update());
  }

  async load(name: HistoryListName): Promise<void> {
    const { state, entries } = this.#entries.list(name);
    if (state === 'loading' || state === 'complete') return;
    if (name !== 'found' && state === 'unknown') this.#entries.open(name, { filter: name, pageSize });
    await this.#entries.fetch(name, entries.length === 0 ? 'first' : 'older');
  }

  search(search: string, filter: HistoryFilter): void {
    if (search === '') return this.#entries.close('found');
    const current = this.#entries.query('found');
    if (current?.search === search && current.filter === filter) return;
    const words = searchWords(search);
    const known = this.#entries.list(filter).entries.slice(0, searchedAtOnce);
    const entries = known.filter(({ peer }) => matchesWords(peer, words));
    this.#entries.open('found', { filter, search, pageSize }, { entries, state: 'loading' });
    void this.#entries.fetch('found', 'first');
  }

  record(callId: CallId): Promise<Result<Data<'call:record'>>> {
    return this.#signaling.request('call:record', { callId });
  }

  /** The call's record tells when it was placed, and the history is opened at that time. */
  async find(callId: CallId): Promise<Result<Entry>> {
    const record = await this.record(callId);
    if (!record.ok) return record;
    const before = { placedAt: record.data.placedAt, callId: firstId };
    const page = await this.#signaling.request('history:list', { filter: 'all', before, limit: atOneTime });
    if (!page.ok) return page;
    const entry = page.data.entries.find((each) => each.callId === callId);
    return entry === undefined ? fail('notFound') : ok(entry);
  }

  markSeen(callIds: readonly CallId[]): void {
    void this.#entries.markSeen(callIds);
  }

  delete(callIds: readonly CallId[]): Deletion {
    return this.#entries.delete(callIds);
  }

  clear(before: number): Deletion {
    return this.#entries.clear(before);
  }

  #update(): void {
    const [before, after] = [this.#store.getState(), viewOf(this.#entries)];
    const isChanged =
      after.all !== before.all ||
      after.missed !== before.missed ||
      after.requests !== before.requests ||
      after.unseen !== before.unseen ||
      after.found?.list !== before.found?.list ||
      after.found?.search !== before.found?.search ||
      after.found?.filter !== before.found?.filter;
    if (isChanged) this.#store.setState(after, true);
  }
}

function viewOf(entries: EntryCache): History {
  return {
    all: entries.list('all'),
    missed: entries.list('missed'),
    requests: entries.list('requests'),
    found: foundIn(entries),
    unseen: entries.unseen,
  };
}

function foundIn(entries: EntryCache): Found | null {
  const query = entries.query('found');
  if (query?.search === undefined) return null;
  return { search: query.search, filter: query.filter, list: entries.list('found') };
}
