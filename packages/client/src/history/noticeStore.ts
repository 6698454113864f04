import { CallId, type Entry, type Push } from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { CallScreen } from '../calls/callScreen.ts';
import type { MissedNotice, Notices } from './notices.ts';
import type { ReadonlyStore } from '../platform/readonlyStore.ts';

const dismissedKey = 'ringback.dismissed';
const mostNotices = 3;
/** As many as could be unseen and dismissed in one sitting; older ones are dropped first. */
const mostDismissed = 200;
/** Of the unseen missed calls, only the newest are told, and dismissed ones may be among them. */
const lookBack = 20;

/** The one writer of the missed notices: tells missed calls until they are dismissed, called back, or seen elsewhere. */
export class NoticeStore {
  readonly #signaling: SignalingClient;
  readonly #storage: KeyValueStorage;
  readonly #calls: ReadonlyStore<CallScreen>;
  readonly #store: StoreApi<Notices> = createStore<Notices>(() => []);
  readonly #stopListening: () => void;
  #unseen: readonly Entry[] = [];
  /** Seen because this tab's list happened to be open: that alone takes no notice away. */
  readonly #seenHere = new Set<CallId>();
  #turn = 0;

  constructor(signaling: SignalingClient, storage: KeyValueStorage, calls: ReadonlyStore<CallScreen>) {
    this.#signaling = signaling;
    this.#storage = storage;
    this.#calls = calls;
    this.#stopListening = calls.subscribe((now, before) => this.#screenChanged(now, before));
  }

  get notices(): ReadonlyStore<Notices> {
    return this.#store;
  }

  reset(): void {
    this.#turn += 1;
    this.#seenHere.clear();
    this.#set([]);
  }

  /** What was missed while this tab was not there. */
  async refresh(): Promise<void> {
    const turn = this.#turn;
    const answer = await this.#signaling.request('history:list', { filter: 'missed', limit: lookBack });
    if (turn === this.#turn && answer.ok)
      this.#set(answer.data.entries.filter((entry) => this.#isTold(entry)));
  }

  changed(entry: Push<'history:changed'>): void {
    if (entry.seen && this.#seenHere.has(entry.callId)) return;
    const others = this.#unseen.filter(({ callId }) => callId !== entry.callId);
    this.#set(this.#isTold(entry) ? [entry, ...others] : others);
  }

  removed({ callIds = [], before = -1 }: Push<'history:removed'>): void {
    this.#set(this.#unseen.filter(({ callId, placedAt }) => !callIds.includes(callId) && placedAt > before));
  }

  /** This tab shows these in its list; the notices stay until they are dealt with. */
  seenHere(callIds: readonly CallId[]): void {
    for (const callId of callIds) this.#seenHere.add(callId);
  }

  /** The user has deleted or dismissed these. */
  forget(callIds: readonly CallId[]): void {
    this.#set(this.#unseen.filter(({ callId }) => !callIds.includes(callId)));
  }

  close(): void {
    this.#stopListening();
  }

  #isTold({ callId, label, seen }: Entry): boolean {
    return label === 'missed' && !seen && !this.#dismissed().includes(callId);
  }

  /** Whoever is called now is called back, by whichever button. */
  #screenChanged(now: CallScreen, before: CallScreen): void {
    const called = now.current?.direction === 'outgoing' ? now.current.peer.id : undefined;
    const answered = this.#unseen.filter(({ peer }) => peer.id === called);
    if (answered.length > 0) this.#dismiss(answered.map(({ callId }) => callId));
    else if (now.place !== before.place) this.#set(this.#unseen);
  }

  #dismiss(callIds: readonly CallId[]): void {
    const dismissed = [...this.#dismissed(), ...callIds].slice(-mostDismissed);
    this.#storage.set(dismissedKey, JSON.stringify(dismissed));
    this.forget(callIds);
  }

  #dismissed(): readonly CallId[] {
    return readJson(this.#storage, dismissedKey, v.array(CallId)) ?? [];
  }

  #set(unseen: readonly Entry[]): void {
    this.#unseen = unseen.toSorted((a, b) => b.placedAt - a.placedAt).slice(0, lookBack);
    const { place } = this.#calls.getState();
    const told = this.#unseen.slice(0, mostNotices).map((entry) => this.#notice(entry, place));
    if (told.length > 0 || this.#store.getState().length > 0) this.#store.setState(told, true);
  }

  #notice({ callId, peer, media, placedAt, detail }: Entry, place: CallScreen['place']): MissedNotice {
    return {
      callId,
      peer,
      media,
      placedAt,
      isQuiet: detail === 'silenced',
      ...(place !== undefined && { callBack: () => place(peer, media) }),
      dismiss: () => this.#dismiss([callId]),
    };
  }
}
