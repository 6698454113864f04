import { CallId, type Entry, type Media, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallScreen } from '../calls/selectors/callScreen.ts';
import { showPeerOf, withDisplayNames } from '../people/displayNames.ts';
import type { People } from '../people/peopleStore.ts';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';
import { PublicStore, type ReadonlyStore } from '../platform/store.ts';
import type { EntryCache } from './entryCache.ts';
import { unknownList } from './entryList.ts';
import type { EntryList } from './history.ts';

/** A missed call that is shown until it is dismissed, called back, or seen on another device. */
export interface MissedNotice {
  readonly callId: CallId;
  readonly peer: Person;
  readonly media: Media;
  readonly placedAt: number;
  /** Its caller is silenced or muted, or it came in quiet hours: it is shown without a sound or a notification. */
  readonly isQuiet: boolean;
  /** Absent while no call can be placed. */
  readonly callBack?: () => void;
  readonly dismiss: () => void;
}

/** The notices shown now: at most three, newest first. */
export type Notices = readonly MissedNotice[];

const dismissedKey = 'ringback.dismissed';
const mostNotices = 3;
/** As many as could be unseen and dismissed in one sitting; the oldest are dropped first. */
const mostDismissed = 200;
/** Only the newest unseen missed calls get a notice, and dismissed ones may be among these. */
const lookBack = 20;
const pageSize = { first: lookBack, older: lookBack } as const;

/** The missed-call notices: a view of the entry cache. */
export class NoticeStore extends PublicStore<Notices> {
  readonly #entries: EntryCache;
  readonly #storage: KeyValueStorage;
  readonly #calls: ReadonlyStore<CallScreen>;
  readonly #store: StoreApi<Notices>;
  #list: EntryList = unknownList;
  readonly #stops: readonly (() => void)[];

  constructor(
    entries: EntryCache,
    storage: KeyValueStorage,
    calls: ReadonlyStore<CallScreen>,
    people: ReadonlyStore<People>,
  ) {
    const store = createStore<Notices>(() => []);
    const showNotice = showPeerOf<MissedNotice>();
    super(
      withDisplayNames(store, people, (notices, names) => notices.map((notice) => showNotice(notice, names))),
    );
    this.#entries = entries;
    this.#storage = storage;
    this.#calls = calls;
    this.#store = store;
    this.#stops = [
      entries.subscribe(() => this.#entriesChanged()),
      calls.subscribe((now, before) => this.#callsChanged(now, before)),
    ];
  }

  /** Fetches missed calls for the first time; afterwards the entry cache refreshes them. */
  async refresh(): Promise<void> {
    if (this.#entries.query('notices') !== undefined) return;
    this.#entries.open('notices', { filter: 'missed', pageSize });
    await this.#entries.fetch('notices', 'first');
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  /** Calling a person back, by any button, dismisses their notices. */
  #callsChanged(now: CallScreen, before: CallScreen): void {
    const called = now.current?.direction === 'outgoing' ? now.current.peer.id : undefined;
    const answered = called === undefined ? [] : this.#unanswered().filter(({ peer }) => peer.id === called);
    if (answered.length > 0) this.#dismiss(answered.map(({ callId }) => callId));
    else if (now.place !== before.place) this.#show();
  }

  #dismiss(callIds: readonly CallId[]): void {
    const dismissed = [...this.#dismissed(), ...callIds].slice(-mostDismissed);
    this.#storage.set(dismissedKey, JSON.stringify(dismissed));
    this.#show();
  }

  #dismissed(): readonly CallId[] {
    return readJson(this.#storage, dismissedKey, v.array(CallId)) ?? [];
  }

  #entriesChanged(): void {
    const before = this.#list;
    this.#list = this.#entries.list('notices');
    // A refetch changes the list's state first: notices stay until its answer arrives.
    if (this.#list.entries !== before.entries) this.#show();
  }

  #show(): void {
    const { place } = this.#calls.getState();
    const notices = this.#unanswered()
      .slice(0, mostNotices)
      .map((entry) => this.#notice(entry, place));
    if (notices.length > 0 || this.#store.getState().length > 0) this.#store.setState(notices, true);
  }

  /** An entry that counts as seen only because this tab's history was open keeps its notice. */
  #unanswered(): readonly Entry[] {
    const dismissed = this.#dismissed();
    return this.#list.entries
      .slice(0, lookBack)
      .filter(
        ({ callId, seen }) => (!seen || this.#entries.isSeenHere(callId)) && !dismissed.includes(callId),
      );
  }

  #notice({ callId, peer, media, placedAt, detail, quiet }: Entry, place: CallScreen['place']): MissedNotice {
    return {
      callId,
      peer,
      media,
      placedAt,
      isQuiet: detail === 'silenced' || quiet === true,
      ...(place !== undefined && { callBack: () => place(peer, media) }),
      dismiss: () => this.#dismiss([callId]),
    };
  }
}
