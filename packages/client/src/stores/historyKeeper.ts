import { bounds, type CallId, type Data, type Entry, type Push, type Result } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Wire } from '../session/wire.ts';
import {
  unknownList,
  withEntriesBack,
  withEntry,
  withFirstPage,
  withOlder,
  withoutEntries,
  withSeen,
  type Page,
} from './entryList.ts';
import type { EntryList, History, HistoryFilter } from './history.ts';
import type { Readable } from './readable.ts';

const pageSize = 50;
const filters = ['all', 'missed'] as const satisfies readonly HistoryFilter[];
const unknownHistory: History = { all: unknownList, missed: unknownList, unseen: 0 };

type Change = (list: EntryList, filter: HistoryFilter) => EntryList;

/** The one writer of the call history: fetches pages, takes pushes in, and shows one's own changes before the server has confirmed them. */
export class HistoryKeeper {
  readonly #wire: Wire;
  readonly #store: StoreApi<History> = createStore<History>(() => unknownHistory);
  /** Changes made since each list was last asked for: a page that was read before them must not undo them. */
  readonly #since: { readonly [F in HistoryFilter]: Change[] } = { all: [], missed: [] };
  /** Rises with each sign-in, so that an answer meant for another user is dropped. */
  #turn = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  get history(): Readable<History> {
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
    for (const filter of filters) {
      if (this.#list(filter).state !== 'unknown') void this.#fetch(filter, 'first');
    }
  }

  /** Fetches the first page of a list, or the next older one. */
  async load(filter: HistoryFilter): Promise<void> {
    const { state, entries } = this.#list(filter);
    if (state === 'loading' || state === 'complete') return;
    await this.#fetch(filter, entries.length === 0 ? 'first' : 'older');
  }

  changed({ missed, ...entry }: Push<'history:changed'>): void {
    const isMissed = entry.label === 'missed';
    this.#apply((list, filter) => (filter === 'all' || isMissed ? withEntry(list, entry) : list));
    this.#store.setState({ unseen: missed });
  }

  removed({ callIds = [], before = -1, missed }: Push<'history:removed'>): void {
    const isGone = (entry: Entry): boolean => callIds.includes(entry.callId) || entry.placedAt <= before;
    this.#apply((list) => withoutEntries(list, isGone));
    this.#store.setState({ unseen: missed });
  }

  /** How one call went; not kept, since a live call's record grows. */
  record(callId: CallId): Promise<Result<Data<'call:record'>>> {
    return this.#wire.request('call:record', { callId });
  }

  /** Marks entries as seen here at once; taken back if the server does not agree. */
  async markSeen(callIds: readonly CallId[]): Promise<void> {
    const unseen = this.#known().filter((entry) => !entry.seen && callIds.includes(entry.callId));
    const ids = unseen.map((entry) => entry.callId).slice(0, bounds.historyBatch);
    if (ids.length === 0) return;
    const turn = this.#turn;
    const before = this.#store.getState().unseen;
    this.#apply((list) => withSeen(list, ids, true));
    this.#store.setState({ unseen: Math.max(0, before - ids.length) });
    const answer = await this.#wire.request('history:seen', { callIds: ids });
    if (turn !== this.#turn) return;
    if (!answer.ok) this.#apply((list) => withSeen(list, ids, false));
    this.#store.setState({ unseen: answer.ok ? answer.data.missed : before });
  }

  delete(callIds: readonly CallId[]): Promise<Result<unknown>> {
    const ids = callIds.slice(0, bounds.historyBatch);
    return this.#remove({ callIds: ids }, (entry) => ids.includes(entry.callId));
  }

  /** Deletes all that was placed up to a time of the server; what arrives meanwhile stays. */
  clear(before: number): Promise<Result<unknown>> {
    return this.#remove({ before }, (entry) => entry.placedAt <= before);
  }

  async #remove(
    what: { callIds: CallId[] } | { before: number },
    isGone: (entry: Entry) => boolean,
  ): Promise<Result<unknown>> {
    const turn = this.#turn;
    const { all, missed, unseen } = this.#store.getState();
    const gone = { all: all.entries.filter(isGone), missed: missed.entries.filter(isGone) };
    const goneUnseen = this.#known().filter((entry) => isGone(entry) && isUnseen(entry)).length;
    this.#apply((list) => withoutEntries(list, isGone));
    this.#store.setState({ unseen: Math.max(0, unseen - goneUnseen) });
    const answer = await this.#wire.request('history:delete', what);
    if (turn !== this.#turn) return answer;
    if (!answer.ok) this.#apply((list, filter) => withEntriesBack(list, gone[filter]));
    this.#store.setState({ unseen: answer.ok ? answer.data.missed : unseen });
    return answer;
  }

  async #fetch(filter: HistoryFilter, which: 'first' | 'older'): Promise<void> {
    const turn = this.#turn;
    const before = which === 'older' ? this.#list(filter).entries.at(-1) : undefined;
    this.#since[filter].length = 0;
    this.#set(filter, { ...this.#list(filter), state: 'loading' });
    const answer = await this.#wire.request('history:list', {
      filter,
      limit: pageSize,
      ...(before !== undefined && { before: { placedAt: before.placedAt, callId: before.callId } }),
    });
    if (turn !== this.#turn) return;
    if (answer.ok) this.#take(filter, which, answer.data);
    else this.#set(filter, { ...this.#list(filter), state: 'failed' });
  }

  #take(filter: HistoryFilter, which: 'first' | 'older', data: Data<'history:list'>): void {
    const page: Page = { entries: data.entries, isLast: data.next === undefined };
    const list = this.#list(filter);
    const fetched = which === 'first' ? withFirstPage(list, page) : withOlder(list, page);
    this.#set(
      filter,
      this.#since[filter].reduce((now, change) => change(now, filter), fetched),
    );
    this.#store.setState({ unseen: data.missed });
  }

  #apply(change: Change): void {
    for (const filter of filters) {
      this.#since[filter].push(change);
      this.#set(filter, change(this.#list(filter), filter));
    }
  }

  #known(): readonly Entry[] {
    const { all, missed } = this.#store.getState();
    const others = missed.entries.filter(
      (entry) => !all.entries.some(({ callId }) => callId === entry.callId),
    );
    return [...all.entries, ...others];
  }

  #list(filter: HistoryFilter): EntryList {
    return this.#store.getState()[filter];
  }

  #set(filter: HistoryFilter, list: EntryList): void {
    if (list !== this.#list(filter)) this.#store.setState({ [filter]: list });
  }
}

function isUnseen(entry: Entry): boolean {
  return entry.label === 'missed' && !entry.seen;
}
