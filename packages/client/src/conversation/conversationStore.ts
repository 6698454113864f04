import {
  MessageId,
  type Conversation,
  type Data,
  type Message,
  type Push,
  type Result,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { StoreApi } from 'zustand/vanilla';
import type { PlatformPorts } from '../platform/ports.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { Conversations, Thread } from './conversations.ts';
import { unknownList, withEntries, withoutEntries, withPage, type WhichPage } from '../history/entryList.ts';
import {
  unknownMessages,
  withMessage,
  withNewestMessages,
  withOlderMessages,
} from '../messages/messageList.ts';
import { Outbox } from '../messages/outbox.ts';

const pageSize = 50;
const unknownThread: Thread = { messages: unknownMessages, calls: unknownList };

/** What the keeper of conversations works with. */
export interface ConversationStoreDeps extends Pick<PlatformPorts, 'clock' | 'random' | 'tabStorage'> {
  readonly signaling: SignalingClient;
  readonly me: UserId;
  readonly store: StoreApi<Conversations>;
}

/** The one writer of the conversations of who is signed in. */
export class ConversationStore {
  readonly #parts: ConversationStoreDeps;
  readonly #outbox: Outbox;
  #isClosed = false;

  constructor(parts: ConversationStoreDeps) {
    this.#parts = parts;
    const { signaling, clock, tabStorage: storage, store, me } = parts;
    this.#outbox = new Outbox(
      {
        signaling,
        clock,
        storage,
        onChange: (outbox) => store.setState({ outbox }),
        onSent: (message) => this.newMessage(message),
      },
      me,
    );
  }

  /** The server is there, perhaps again: what is shown may be old, and what waits can go. */
  async online(): Promise<void> {
    this.#outbox.online();
    for (const peer of this.#state.threads.keys()) void this.#fetchNewest(peer);
    const answer = await this.#parts.signaling.request('conversation:list', {});
    if (this.#isClosed) return;
    if (answer.ok) this.#listed(answer.data.conversations);
    else if (this.#state.state === 'loading') this.#parts.store.setState({ state: 'failed' });
  }

  offline(): void {
    this.#outbox.offline();
  }

  /** `forget`: whoever signs in next is to find nothing. */
  close(how: 'keep' | 'forget'): void {
    this.#isClosed = true;
    if (how === 'forget') this.#outbox.clear();
    else this.#outbox.close();
  }

  /** Fetches the newest messages and calls with a person, unless they are there. */
  async open(peer: UserId): Promise<void> {
    const { messages, calls } = this.#thread(peer);
    const isIdle = messages.state === 'unknown' || messages.state === 'failed' || calls.state === 'failed';
    if (isIdle) await this.#fetchNewest(peer);
  }

  /** Fetches older messages and calls with a person. */
  async older(peer: UserId): Promise<void> {
    const { messages, calls } = this.#thread(peer);
    await Promise.all([
      messages.state === 'partial' && this.#fetchMessages(peer, messages.messages[0]?.sentAt),
      calls.state === 'partial' && this.#fetchCalls(peer, 'older'),
    ]);
  }

  /** False if there is no room for more in the outbox. */
  send(to: UserId, text: string): boolean {
    const { random, clock } = this.#parts;
    const id = v.parse(MessageId, random.uuid());
    return this.#outbox.add({ id, to, text, writtenAt: clock.now() });
  }

  sendAgain(id: MessageId): void {
    this.#outbox.again(id);
  }

  discard(id: MessageId): void {
    this.#outbox.discard(id);
  }

  /** The user has seen a conversation up to the message of a time. */
  async read(peer: UserId, upTo: number): Promise<void> {
    const known = this.#state.known.find((one) => one.peer.id === peer);
    if (known !== undefined && known.mine.read < upTo) await this.#mark(known, { read: upTo });
  }

  newMessage(message: Message): void {
    const { from, to } = message;
    const peer = from === this.#parts.me ? to : from;
    const thread = this.#thread(peer);
    this.#setThread(peer, { ...thread, messages: withMessage(thread.messages, message) });
  }

  changed(conversation: Conversation): void {
    const others = this.#state.known.filter((one) => one.peer.id !== conversation.peer.id);
    const known = [conversation, ...others].toSorted((a, b) => b.last.sentAt - a.last.sentAt);
    this.#parts.store.setState({ known });
    this.#tellDelivered(conversation);
  }

  entryChanged({ missed: _, ...entry }: Push<'history:changed'>): void {
    const peer = entry.peer.id;
    const thread = this.#thread(peer);
    this.#setThread(peer, { ...thread, calls: withEntries(thread.calls, [entry]) });
  }

  entriesRemoved({ callIds = [], before = -1 }: Pick<Push<'history:removed'>, 'callIds' | 'before'>): void {
    for (const [peer, thread] of this.#state.threads) {
      const calls = withoutEntries(
        thread.calls,
        (entry) => callIds.includes(entry.callId) || entry.placedAt <= before,
      );
      if (calls !== thread.calls) this.#setThread(peer, { ...thread, calls });
    }
  }

  entriesRestored({ entries }: Pick<Push<'history:restored'>, 'entries'>): void {
    for (const [peer, thread] of this.#state.threads) {
      const own = entries?.filter((entry) => entry.peer.id === peer);
      const calls = own === undefined ? thread.calls : withEntries(thread.calls, own);
      if (own === undefined) void this.#fetchCalls(peer, 'anew');
      else if (calls !== thread.calls) this.#setThread(peer, { ...thread, calls });
    }
  }

  #listed(conversations: readonly Conversation[]): void {
    this.#parts.store.setState({ state: 'ready', known: conversations });
    for (const conversation of conversations) this.#tellDelivered(conversation);
  }

  /** What this device was told of has reached the user, be it read or not. */
  #tellDelivered(conversation: Conversation): void {
    const { last, unread, mine } = conversation;
    if (unread > 0 && last.from !== this.#parts.me && mine.delivered < last.sentAt)
      void this.#mark(conversation, { delivered: last.sentAt });
  }

  async #mark({ peer }: Conversation, got: { delivered?: number; read?: number }): Promise<void> {
    const answer = await this.#parts.signaling.request('conversation:mark', { peer: peer.id, ...got });
    // What others are told is told here too; should that push be lost, the answer says the same.
    if (answer.ok && !this.#isClosed) this.changed(answer.data);
  }

  async #fetchNewest(peer: UserId): Promise<void> {
    await Promise.all([this.#fetchMessages(peer, undefined), this.#fetchCalls(peer, 'first')]);
  }

  async #fetchMessages(peer: UserId, before: number | undefined): Promise<void> {
    this.#setMessages(peer, 'loading');
    const wish = { peer, limit: pageSize, ...(before !== undefined && { before }) };
    const answer = await this.#parts.signaling.request('message:list', wish);
    if (!this.#isClosed) this.#takeMessages(peer, answer, before === undefined);
  }

  #takeMessages(peer: UserId, answer: Result<Data<'message:list'>>, isNewest: boolean): void {
    if (!answer.ok) return this.#setMessages(peer, 'failed');
    const thread = this.#thread(peer);
    const take = isNewest ? withNewestMessages : withOlderMessages;
    this.#setThread(peer, { ...thread, messages: take(thread.messages, answer.data) });
  }

  async #fetchCalls(peer: UserId, which: WhichPage): Promise<void> {
    const last = which === 'older' ? this.#thread(peer).calls.entries.at(-1) : undefined;
    const before = last === undefined ? {} : { before: { placedAt: last.placedAt, callId: last.callId } };
    this.#setCalls(peer, 'loading');
    const wish = { filter: 'all', peer, limit: pageSize, ...before } as const;
    const answer = await this.#parts.signaling.request('history:list', wish);
    if (this.#isClosed) return;
    if (!answer.ok) return this.#setCalls(peer, 'failed');
    const thread = this.#thread(peer);
    this.#setThread(peer, { ...thread, calls: withPage(thread.calls, which, answer.data) });
  }

  #setMessages(peer: UserId, state: 'loading' | 'failed'): void {
    const thread = this.#thread(peer);
    this.#setThread(peer, { ...thread, messages: { ...thread.messages, state } });
  }

  #setCalls(peer: UserId, state: 'loading' | 'failed'): void {
    const thread = this.#thread(peer);
    this.#setThread(peer, { ...thread, calls: { ...thread.calls, state } });
  }

  #thread(peer: UserId): Thread {
    return this.#state.threads.get(peer) ?? unknownThread;
  }

  #setThread(peer: UserId, thread: Thread): void {
    // What nobody has looked at is fetched when somebody does.
    const isLooked = this.#state.threads.has(peer) || thread.messages.state !== 'unknown';
    if (isLooked) this.#parts.store.setState({ threads: new Map(this.#state.threads).set(peer, thread) });
  }

  get #state(): Conversations {
    return this.#parts.store.getState();
  }
}
