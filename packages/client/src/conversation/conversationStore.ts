import {
  isRetryable,
  MessageId,
  type Conversation,
  type Data,
  type Message,
  type Result,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { StoreApi } from 'zustand/vanilla';
import { retryDelayMs } from '../platform/backoff.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { Conversations, Thread } from './conversations.ts';
import { peerList, type EntryCache } from '../history/entryCache.ts';
import { unknownList } from '../history/entryList.ts';
import {
  unknownMessages,
  withMessage,
  withNewestMessages,
  withOlderMessages,
} from '../messages/messageList.ts';
import { MessageOutbox } from '../messages/messageOutbox.ts';

const pageSize = 50;
/** By then, a server that is only busy has answered. */
const mostMarkRetries = 5;
const unknownThread: Thread = { messages: unknownMessages, calls: unknownList };

/** The dependencies of the conversation store. */
export interface ConversationStoreDeps extends Pick<
  PlatformPorts,
  'clock' | 'random' | 'locks' | 'profileStorage'
> {
  readonly signaling: SignalingClient;
  readonly me: UserId;
  readonly store: StoreApi<Conversations>;
  readonly entries: EntryCache;
}

/** Up to which messages a user got, in ms. */
interface Marks {
  readonly delivered?: number;
  readonly read?: number;
}

/** The only writer of the signed-in user's conversations. */
export class ConversationStore {
  readonly #deps: ConversationStoreDeps;
  readonly #outbox: MessageOutbox;
  readonly #stopListening: () => void;
  #isClosed = false;

  constructor(deps: ConversationStoreDeps) {
    this.#deps = deps;
    const { signaling, clock, random, locks, profileStorage: storage, store, me } = deps;
    this.#outbox = new MessageOutbox(
      {
        signaling,
        clock,
        random,
        locks,
        storage,
        onChange: (outbox) => store.setState({ outbox }),
        onSent: (message) => this.newMessage(message),
      },
      me,
    );
    this.#stopListening = deps.entries.subscribe(() => this.#entriesChanged());
  }

  /** The server is reachable: refreshes what is shown, and sends what waits. */
  async online(): Promise<void> {
    this.#outbox.online();
    // The entry cache refreshes the calls of these threads itself.
    for (const peer of this.#state.threads.keys()) void this.#fetchMessages(peer, undefined);
    const answer = await this.#deps.signaling.request('conversation:list', {});
    if (this.#isClosed) return;
    if (answer.ok) this.#listed(answer.data.conversations);
    else if (this.#state.state === 'loading') this.#deps.store.setState({ state: 'failed' });
  }

  offline(): void {
    this.#outbox.offline();
  }

  /** Stops; unsent messages stay for other tabs and the next page. */
  close(): void {
    this.#isClosed = true;
    this.#stopListening();
    this.#outbox.close();
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
    const { random, clock } = this.#deps;
    const id = v.parse(MessageId, random.uuid());
    return this.#outbox.add({ id, to, text, writtenAt: clock.now() });
  }

  sendAgain(id: MessageId): void {
    this.#outbox.sendAgain(id);
  }

  discard(id: MessageId): void {
    this.#outbox.discard(id);
  }

  /** The user has read a conversation up to the message of a time, in ms. */
  async read(peer: UserId, upTo: number): Promise<void> {
    const known = this.#state.known.find((one) => one.peer.id === peer);
    if (known !== undefined && known.mine.read < upTo) await this.#mark(known, { read: upTo });
  }

  newMessage(message: Message): void {
    const { from, to } = message;
    const peer = from === this.#deps.me ? to : from;
    const thread = this.#thread(peer);
    if (from === this.#deps.me) this.#outbox.arrived(message.id);
    this.#setThread(peer, { ...thread, messages: withMessage(thread.messages, message) });
  }

  changed(conversation: Conversation): void {
    const others = this.#state.known.filter((one) => one.peer.id !== conversation.peer.id);
    const known = [conversation, ...others].toSorted((a, b) => b.last.sentAt - a.last.sentAt);
    this.#deps.store.setState({ known });
    this.#tellDelivered(conversation);
  }

  #listed(conversations: readonly Conversation[]): void {
    this.#deps.store.setState({ state: 'ready', known: conversations });
    for (const conversation of conversations) this.#tellDelivered(conversation);
  }

  /** Messages that reached this device are delivered, whether read or not. */
  #tellDelivered(conversation: Conversation): void {
    const { last, unread, mine } = conversation;
    if (unread > 0 && last.from !== this.#deps.me && mine.delivered < last.sentAt)
      void this.#mark(conversation, { delivered: last.sentAt });
  }

  /** A mark that a busy server put off is reported again; after an absence, `online` and the screen do that. */
  async #mark(conversation: Conversation, got: Marks, attempt = 0): Promise<void> {
    const { signaling, clock, random } = this.#deps;
    const answer = await signaling.request('conversation:mark', { peer: conversation.peer.id, ...got });
    if (this.#isClosed) return;
    // All devices get a push; should it be lost, the answer says the same.
    if (answer.ok) return this.changed(answer.data);
    const { code, retryAfterMs } = answer.error;
    if (!isRetryable(code) || code === 'offline' || attempt >= mostMarkRetries) return;
    const delayMs = retryAfterMs ?? retryDelayMs(attempt, random.fraction());
    clock.after(delayMs, () => {
      if (!this.#isClosed) void this.#mark(conversation, got, attempt + 1);
    });
  }

  async #fetchNewest(peer: UserId): Promise<void> {
    await Promise.all([this.#fetchMessages(peer, undefined), this.#fetchCalls(peer, 'first')]);
  }

  async #fetchMessages(peer: UserId, before: number | undefined): Promise<void> {
    this.#setMessages(peer, 'loading');
    const query = { peer, limit: pageSize, ...(before !== undefined && { before }) };
    const answer = await this.#deps.signaling.request('message:list', query);
    if (!this.#isClosed) this.#takeMessages(peer, answer, before === undefined);
  }

  #takeMessages(peer: UserId, answer: Result<Data<'message:list'>>, isNewest: boolean): void {
    if (!answer.ok) return this.#setMessages(peer, 'failed');
    const thread = this.#thread(peer);
    const take = isNewest ? withNewestMessages : withOlderMessages;
    this.#setThread(peer, { ...thread, messages: take(thread.messages, answer.data) });
  }

  async #fetchCalls(peer: UserId, which: 'first' | 'older'): Promise<void> {
    const { entries } = this.#deps;
    const name = peerList(peer);
    if (entries.query(name) === undefined)
      entries.open(name, { filter: 'all', peer, pageSize: { first: pageSize, older: pageSize } });
    await entries.fetch(name, which);
  }

  /** The calls of each thread are a view of the entry cache. */
  #entriesChanged(): void {
    for (const [peer, thread] of this.#state.threads) {
      const calls = this.#deps.entries.list(peerList(peer));
      if (calls !== thread.calls) this.#setThread(peer, { ...thread, calls });
    }
  }

  #setMessages(peer: UserId, state: 'loading' | 'failed'): void {
    const thread = this.#thread(peer);
    this.#setThread(peer, { ...thread, messages: { ...thread.messages, state } });
  }

  #thread(peer: UserId): Thread {
    return this.#state.threads.get(peer) ?? unknownThread;
  }

  #setThread(peer: UserId, thread: Thread): void {
    // A conversation that was never opened is fetched when it is.
    const isLooked = this.#state.threads.has(peer) || thread.messages.state !== 'unknown';
    if (isLooked) this.#deps.store.setState({ threads: new Map(this.#state.threads).set(peer, thread) });
  }

  get #state(): Conversations {
    return this.#deps.store.getState();
  }
}
