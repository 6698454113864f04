import type { UserId } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConversationKeeper } from '../stores/conversationKeeper.ts';
import { noConversations, type Conversations } from '../stores/conversations.ts';
import type { Readable } from '../stores/readable.ts';
import type { Ports } from './ports.ts';
import type { PushMessage } from './reading.ts';
import type { Wire } from './wire.ts';

/**
 * The conversations of who is signed in. Their code is fetched once the server is there: the sign-in screen needs none
 * of it. Where it cannot be fetched, it is tried again the next time the server is there.
 */
export class Conversing {
  readonly #wire: Wire;
  readonly #ports: Ports;
  readonly #store: StoreApi<Conversations> = createStore<Conversations>(() => noConversations);
  #me: UserId | undefined;
  #keeper: ConversationKeeper | undefined;
  /** Conversations that were looked at before the code was there. */
  readonly #wanted = new Set<UserId>();

  constructor(wire: Wire, ports: Ports) {
    this.#wire = wire;
    this.#ports = ports;
  }

  get store(): Readable<Conversations> {
    return this.#store;
  }

  entered(me: UserId): void {
    this.#me = me;
  }

  left(): void {
    this.#me = undefined;
    this.#keeper?.close('forget');
    this.#keeper = undefined;
    this.#wanted.clear();
    this.#store.setState(noConversations, true);
  }

  /** The page goes away; what is on its way is for the next page of this tab. */
  close(): void {
    this.#keeper?.close('keep');
  }

  async online(): Promise<void> {
    const keeper = await this.#opened();
    if (keeper === undefined) return;
    for (const peer of this.#wanted) void keeper.open(peer);
    this.#wanted.clear();
    await keeper.online();
  }

  open(peer: UserId): void {
    if (this.#keeper === undefined) this.#wanted.add(peer);
    else void this.#keeper.open(peer);
  }

  offline(): void {
    this.#keeper?.offline();
  }

  /** Does something with the keeper; undefined where nobody is signed in or its code is not there. */
  with<Outcome>(act: (keeper: ConversationKeeper) => Outcome): Outcome | undefined {
    return this.#keeper && act(this.#keeper);
  }

  pushed(push: PushMessage): void {
    switch (push.name) {
      case 'message:changed':
        return this.#keeper?.newMessage(push.payload);
      case 'conversation:changed':
        return this.#keeper?.changed(push.payload);
      case 'history:changed':
        return this.#keeper?.entryChanged(push.payload);
      case 'history:removed':
        return this.#keeper?.entriesRemoved(push.payload);
      case 'history:restored':
        return this.#keeper?.entriesRestored(push.payload);
      case 'call:changed':
      case 'call:signal':
      case 'me:changed':
      case 'note:changed':
      case 'people:changed':
      case 'settings:changed':
    }
  }

  async #opened(): Promise<ConversationKeeper | undefined> {
    const me = this.#me;
    const code = await import('../stores/conversationKeeper.ts').catch(() => undefined);
    if (me === undefined || me !== this.#me || code === undefined) return undefined;
    const { clock, random, tabStorage } = this.#ports;
    const parts = { wire: this.#wire, store: this.#store, me, clock, random, tabStorage };
    return (this.#keeper ??= new code.ConversationKeeper(parts));
  }
}
