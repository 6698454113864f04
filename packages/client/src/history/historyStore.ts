import {
  bounds,
  matchesName,
  RemovalId,
  searchWords,
  type CallId,
  type Data,
  type Entry,
  type Payload,
  type Person,
  type Push,
  type Result,
} from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Random } from '../platform/ports.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import { deletionOf } from './deletion.ts';
import { lookUpEntry } from './entryLookup.ts';
import {
  unknownList,
  withEntries,
  withEntriesBack,
  withoutEntries,
  withPage,
  withSeen,
  type WhichPage,
} from './entryList.ts';
import type { Deletion, EntryList, Found, History, HistoryFilter, HistoryListName } from './history.ts';
import type { ReadonlyStore } from '../platform/readonlyStore.ts';

/** As much as a screen shows at first, and a longer piece for who goes on. */
const pageSize: Readonly<Record<WhichPage, number>> = { first: 50, anew: 50, older: bounds.historyPage };

/** Of what is known already, so many are looked through at once when a search begins. */
const searchedAtOnce = 500;

const names = ['all', 'missed', 'found'] as const satisfies readonly HistoryListName[];
const unknownHistory: History = { all: unknownList, missed: unknownList, found: null, unseen: 0 };

type Change = (list: EntryList, takes: (entry: Entry) => boolean, name: HistoryListName) => EntryList;

/** What was taken out of each list. */
type Taken = { readonly [N in HistoryListName]: readonly Entry[] };

/** The one writer of the call history: fetches pages, takes pushes in, and shows one's own changes before the server has confirmed them. */
export class HistoryStore {
  readonly #signaling: SignalingClient;
  readonly #random: Random;
  readonly #store: StoreApi<History> = createStore<History>(() => unknownHistory);
  /** Changes made since each list was last asked for: a page that was read before them must not undo them. */
  readonly #since: { readonly [N in HistoryListName]: Change[] } = { all: [], missed: [], found: [] };
  /** Rises with each sign-in, so that an answer meant for another user is dropped. */
  #turn = 0;

  constructor(signaling: SignalingClient, random: Random) {
    this.#signaling = signaling;
    this.#random = random;
  }

  get history(): ReadonlyStore<History> {
    return this.#store;
  }

  /** Forgets everything: somebody else may sign in next. */
  reset(): void {
    this.#turn += 1;
    this.#store.setState(unknownHistory, true);
  }

  /** The server is there again: what is shown may be old. */
  refresh(unseen: number): void {
    this.#store.setState({ unseen });
    this.#fetchKnown('first');
  }

  /** Fetches the first page of a list, or the next older one. */
  async load(name: HistoryListName): Promise<void> {
    const { state, entries } = this.#list(name);
    if (state === 'loading' || state === 'complete') return;
    await this.#fetch(name, entries.length === 0 ? 'first' : 'older');
  }

  /** Looks for calls by names; an empty search ends it. Shows at once what is known, until the server has answered. */
  search(search: string, filter: HistoryFilter): void {
    const { found } = this.#store.getState();
    if (search === '') {
      if (found !== null) this.#store.setState({ found: null });
      return;
    }
    if (found?.search === search && found.filter === filter) return;
    const words = searchWords(search);
    const known = this.#list(filter).entries.slice(0, searchedAtOnce);
    const entries = known.filter(({ peer }) => isCalledSo(peer, words));
    this.#store.setState({ found: { search, filter, list: { entries, state: 'loading' } } });
    void this.#fetch('found', 'first');
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
    if (entries === undefined) this.#fetchKnown('anew');
    else this.#apply((list, takes) => withEntries(list, entries.filter(takes)));
    this.#store.setState({ unseen: missed });
  }

  /** How one call went; not kept, since a live call's record grows. */
  record(callId: CallId): Promise<Result<Data<'call:record'>>> {
    return this.#signaling.request('call:record', { callId });
  }

  /** One's own entry of a call, however far back; `notFound` where there is none. */
  find(callId: CallId): Promise<Result<Entry>> {
    return lookUpEntry(this.#signaling, callId);
  }

  /** Marks entries as seen here at once; taken back if the server does not agree. */
  async markSeen(callIds: readonly CallId[]): Promise<void> {
    const wanted = new Set(callIds);
    const unseen = this.#known().filter((entry) => !entry.seen && wanted.has(entry.callId));
    const ids = unseen.map((entry) => entry.callId).slice(0, bounds.historyBatch);
    if (ids.length === 0) return;
    const turn = this.#turn;
    const before = this.#store.getState().unseen;
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

  /** Deletes all that was placed up to a time of the server; what arrives meanwhile stays. */
  clear(before: number): Deletion {
    const removal = this.#newRemoval();
    return this.#remove((entry) => entry.placedAt <= before, removal, [{ before, removal }]);
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
    return deletionOf(this.#signaling, removal, requests, {
      putBack: ifCurrent(() => this.#putBack(taken)),
      takeAgain: ifCurrent(() => void this.#take(isGone)),
      counted: (unseen) => ifCurrent(() => this.#store.setState({ unseen }))(),
    });
  }

  /** Takes entries out of the lists, and returns them. */
  #take(isGone: (entry: Entry) => boolean): Taken {
    const takenFrom = (name: HistoryListName) => this.#list(name).entries.filter(isGone);
    const taken = { all: takenFrom('all'), missed: takenFrom('missed'), found: takenFrom('found') };
    this.#countUnseen(-this.#known().filter((entry) => isGone(entry) && isUnseen(entry)).length);
    this.#apply((list) => withoutEntries(list, isGone));
    return taken;
  }

  /** Puts entries back into the lists they were in; they may have come back by other ways already. */
  #putBack(taken: Taken): void {
    const before = this.#known().filter(isUnseen).length;
    this.#apply((list, takes, name) => withEntriesBack(list, taken[name].filter(takes)));
    this.#countUnseen(this.#known().filter(isUnseen).length - before);
  }

  #countUnseen(more: number): void {
    this.#store.setState(({ unseen }) => ({ unseen: Math.max(0, unseen + more) }));
  }

  #fetchKnown(which: WhichPage): void {
    for (const name of names) if (this.#list(name).state !== 'unknown') void this.#fetch(name, which);
  }

  async #fetch(name: HistoryListName, which: WhichPage): Promise<void> {
    const [turn, asked] = [this.#turn, this.#asked(name)];
    const before = which === 'older' ? this.#list(name).entries.at(-1) : undefined;
    this.#since[name].length = 0;
    this.#set(name, { ...this.#list(name), state: 'loading' });
    const answer = await this.#signaling.request('history:list', {
      filter: asked.filter,
      limit: pageSize[which],
      ...(asked.search !== undefined && { search: asked.search }),
      ...(before !== undefined && { before: { placedAt: before.placedAt, callId: before.callId } }),
    });
    const now = this.#asked(name);
    if (turn !== this.#turn || now.search !== asked.search || now.filter !== asked.filter) return;
    if (answer.ok) this.#takePage(name, which, answer.data);
    else this.#set(name, { ...this.#list(name), state: 'failed' });
  }

  #takePage(name: HistoryListName, which: WhichPage, data: Data<'history:list'>): void {
    const fetched = withPage(this.#list(name), which, data);
    const takes = this.#takes(name);
    this.#set(
      name,
      this.#since[name].reduce((now, change) => change(now, takes, name), fetched),
    );
    this.#store.setState({ unseen: data.missed });
  }

  #apply(change: Change): void {
    for (const name of names) {
      this.#since[name].push(change);
      this.#set(name, change(this.#list(name), this.#takes(name), name));
    }
  }

  /** Whether an entry belongs to a list. */
  #takes(name: HistoryListName): (entry: Entry) => boolean {
    const { filter, search } = this.#asked(name);
    const isOfFilter = ({ label }: Entry): boolean => filter === 'all' || label === 'missed';
    if (search === undefined) return isOfFilter;
    const words = searchWords(search);
    // The server also knows what the user calls people; whoever it has found is meant.
    const found = new Set(this.#list('found').entries.map(({ peer }) => peer.id));
    return (entry) => isOfFilter(entry) && (found.has(entry.peer.id) || isCalledSo(entry.peer, words));
  }

  /** What the server is asked for a list. */
  #asked(name: HistoryListName): Pick<Found, 'filter'> & Partial<Pick<Found, 'search'>> {
    return name === 'found' ? (this.#store.getState().found ?? { filter: 'all' }) : { filter: name };
  }

  #known(): readonly Entry[] {
    const entries = names.flatMap((name) => this.#list(name).entries);
    return [...new Map(entries.map((entry) => [entry.callId, entry])).values()];
  }

  #list(name: HistoryListName): EntryList {
    const { found, ...lists } = this.#store.getState();
    return name === 'found' ? (found?.list ?? unknownList) : lists[name];
  }

  #set(name: HistoryListName, list: EntryList): void {
    if (list === this.#list(name)) return;
    const { found } = this.#store.getState();
    if (name !== 'found') this.#store.setState({ [name]: list });
    else if (found !== null) this.#store.setState({ found: { ...found, list } });
  }
}

/** By the name somebody shows, or the one they sign in with; the server looks for both. */
function isCalledSo({ name, handle }: Person, words: readonly string[]): boolean {
  return matchesName(name, words) || (handle !== undefined && matchesName(handle, words));
}

function isUnseen(entry: Entry): boolean {
  return entry.label === 'missed' && !entry.seen;
}

/** As many as one request may name, and the rest in further ones. */
function batchesOf(callIds: readonly CallId[]): CallId[][] {
  if (callIds.length === 0) return [];
  return [callIds.slice(0, bounds.historyBatch), ...batchesOf(callIds.slice(bounds.historyBatch))];
}
