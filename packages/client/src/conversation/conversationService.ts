import type { UserId } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConversationStore } from './conversationStore.ts';
import { noConversations, type Conversations } from './conversations.ts';
import type { ReadonlyStore } from '../platform/readonlyStore.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type { PushMessage } from '../connection/pushParser.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';

/**
 * The conversations of who is signed in. Their code is fetched once the server is there: the sign-in screen needs none
 * of it. Where it cannot be fetched, it is tried again the next time the server is there.
 */
export class ConversationService {
  readonly #signaling: SignalingClient;
  readonly #ports: PlatformPorts;
  readonly #store: StoreApi<Conversations> = createStore<Conversations>(() => noConversations);
  #me: UserId | undefined;
  #keeper: ConversationStore | undefined;
  /** Conversations that were looked at before the code was there. */
  readonly #wanted = new Set<UserId>();

  constructor(signaling: SignalingClient, ports: PlatformPorts) {
    this.#signaling = signaling;
    this.#ports = ports;
  }

  get store(): ReadonlyStore<Conversations> {
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
  with<Outcome>(act: (keeper: ConversationStore) => Outcome): Outcome | undefined {
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

  async #opened(): Promise<ConversationStore | undefined> {
    const me = this.#me;
    const code = await import('./conversationStore.ts').catch(() => undefined);
    if (me === undefined || me !== this.#me || code === undefined) return undefined;
    const { clock, random, tabStorage } = this.#ports;
    const parts = { signaling: this.#signaling, store: this.#store, me, clock, random, tabStorage };
    return (this.#keeper ??= new code.ConversationStore(parts));
  }
}
