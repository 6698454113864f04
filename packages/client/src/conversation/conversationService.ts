import type { MessageId, UserId } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PushMessage } from '../connection/pushParser.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { EntryCache } from '../history/entryCache.ts';
import type { NotesService } from '../notes/notesService.ts';
import { withDisplayNames } from '../people/displayNames.ts';
import type { People } from '../people/peopleStore.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import { PublicStore, type ReadonlyStore } from '../platform/store.ts';
import {
  noConversations,
  showConversations,
  type ConversationActions,
  type Conversations,
} from './conversations.ts';
import type { ConversationStore } from './conversationStore.ts';

/** The dependencies of conversations: messages, calls from the entry cache, and notes. */
export interface ConversationServiceDeps extends Pick<PlatformPorts, 'clock' | 'random' | 'tabStorage'> {
  readonly signaling: SignalingClient;
  readonly entries: EntryCache;
  readonly notes: Pick<NotesService, 'open' | 'older'>;
  readonly people: ReadonlyStore<People>;
}

/**
 * The conversations of the signed-in user. Their code is loaded once the server is reachable, since the sign-in screen
 * needs none of it; if loading fails, it is tried again the next time the server is reachable.
 */
export class ConversationService extends PublicStore<Conversations> implements ConversationActions {
  readonly #deps: ConversationServiceDeps;
  readonly #store: StoreApi<Conversations>;
  #me: UserId | undefined;
  #loaded: ConversationStore | undefined;
  /** Conversations that were opened before the code was loaded. */
  readonly #wanted = new Set<UserId>();

  constructor(deps: ConversationServiceDeps) {
    const store = createStore<Conversations>(() => noConversations);
    super(withDisplayNames(store, deps.people, showConversations));
    this.#deps = deps;
    this.#store = store;
  }

  onSignIn(me: UserId): void {
    this.#me = me;
  }

  onSignOut(): void {
    this.#me = undefined;
    this.#loaded?.close('forget');
    this.#loaded = undefined;
    this.#wanted.clear();
    this.#store.setState(noConversations, true);
  }

  /** The page is unloaded; unsent messages stay for the next page of this tab. */
  close(): void {
    this.#loaded?.close('keep');
  }

  async online(): Promise<void> {
    const loaded = await this.#load();
    if (loaded === undefined) return;
    for (const peer of this.#wanted) void loaded.open(peer);
    this.#wanted.clear();
    await loaded.online();
  }

  open(peer: UserId): void {
    if (this.#loaded === undefined) this.#wanted.add(peer);
    else void this.#loaded.open(peer);
    this.#deps.notes.open(peer);
  }

  loadOlder(peer: UserId): void {
    void this.#loaded?.older(peer);
    this.#deps.notes.older(peer);
  }

  send(to: UserId, text: string): boolean {
    return this.#loaded?.send(to, text) ?? false;
  }

  sendAgain(id: MessageId): void {
    this.#loaded?.sendAgain(id);
  }

  discard(id: MessageId): void {
    this.#loaded?.discard(id);
  }

  markRead(peer: UserId, upTo: number): void {
    void this.#loaded?.read(peer, upTo);
  }

  offline(): void {
    this.#loaded?.offline();
  }

  pushed(push: PushMessage): void {
    switch (push.name) {
      case 'message:changed':
        return this.#loaded?.newMessage(push.payload);
      case 'conversation:changed':
        return this.#loaded?.changed(push.payload);
      case 'call:changed':
      case 'call:signal':
      case 'history:changed':
      case 'history:removed':
      case 'history:restored':
      case 'me:changed':
      case 'note:changed':
      case 'people:changed':
      case 'settings:changed':
    }
  }

  async #load(): Promise<ConversationStore | undefined> {
    const me = this.#me;
    const code = await import('./conversationStore.ts').catch(() => undefined);
    if (me === undefined || me !== this.#me || code === undefined) return undefined;
    const { signaling, entries, clock, random, tabStorage } = this.#deps;
    const deps = { signaling, entries, store: this.#store, me, clock, random, tabStorage };
    return (this.#loaded ??= new code.ConversationStore(deps));
  }
}
