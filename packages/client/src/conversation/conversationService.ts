import type { MessageId, UserId } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Leaving } from '../connection/account/accountStore.ts';
import type { PushMessage } from '../connection/pushParser.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { EntryCache } from '../history/entryCache.ts';
import { ComposerTexts, discardedMessagesKey, messageShelfKey } from '../messages/composerTexts.ts';
import type { NotesService } from '../notes/notesService.ts';
import { withDisplayNames } from '../people/displayNames.ts';
import type { People } from '../people/peopleStore.ts';
import { retryDelayMs } from '../platform/backoff.ts';
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
export interface ConversationServiceDeps extends Pick<
  PlatformPorts,
  'clock' | 'random' | 'locks' | 'tabStorage' | 'profileStorage'
> {
  readonly signaling: SignalingClient;
  readonly entries: EntryCache;
  readonly notes: Pick<NotesService, 'open' | 'older'>;
  readonly people: ReadonlyStore<People>;
}

/**
 * The conversations of the signed-in user. Their code is loaded once the server is reachable, since the sign-in screen
 * needs none of it.
 */
export class ConversationService extends PublicStore<Conversations> implements ConversationActions {
  readonly #deps: ConversationServiceDeps;
  readonly #store: StoreApi<Conversations>;
  #me: UserId | undefined;
  #loaded: ConversationStore | undefined;
  #texts: ComposerTexts | undefined;
  #isOnline = false;
  #cancelRetry: () => void = () => {};
  /** Messages that were written before the code was loaded. */
  readonly #unsent: { readonly to: UserId; readonly text: string }[] = [];
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
    this.#texts = new ComposerTexts(this.#deps.tabStorage, me);
  }

  /** A user who is refused finds unsent messages and typed texts at their next sign-in. */
  onSignOut(leaving: Leaving): void {
    this.#loaded?.close();
    if (leaving !== 'refused') this.#texts?.clear();
    this.#unsent.length = 0;
    if (leaving === 'browser' && this.#me !== undefined)
      for (const keyOf of [messageShelfKey, discardedMessagesKey])
        this.#deps.profileStorage.remove(keyOf(this.#me));
    this.#me = undefined;
    this.#texts = undefined;
    this.#loaded = undefined;
    this.#wanted.clear();
    this.offline();
    this.#store.setState(noConversations, true);
  }

  /** The page is unloaded; unsent messages stay for other tabs and the next page. */
  close(): void {
    this.offline();
    this.#loaded?.close();
  }

  async online(): Promise<void> {
    this.#isOnline = true;
    await this.#loadAndGoOnline(0);
  }

  /** While the code cannot be fetched, attempts go on. */
  async #loadAndGoOnline(attempt: number): Promise<void> {
    const me = this.#me;
    const loaded = await this.#load();
    if (!this.#isOnline || me !== this.#me) return;
    if (loaded === undefined) {
      const delayMs = retryDelayMs(attempt, this.#deps.random.fraction());
      this.#cancelRetry();
      this.#cancelRetry = this.#deps.clock.after(delayMs, () => void this.#loadAndGoOnline(attempt + 1));
      return;
    }
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
    if (this.#loaded !== undefined) return this.#loaded.send(to, text);
    if (this.#me === undefined) return false;
    this.#unsent.push({ to, text });
    return true;
  }

  textTo(peer: UserId): string {
    return this.#texts?.textTo(peer) ?? '';
  }

  setText(peer: UserId, text: string): void {
    this.#texts?.set(peer, text);
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
    this.#isOnline = false;
    this.#cancelRetry();
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
      case 'session:ended':
      case 'settings:changed':
    }
  }

  async #load(): Promise<ConversationStore | undefined> {
    const me = this.#me;
    const code = await import('./conversationStore.ts').catch(() => undefined);
    if (me === undefined || me !== this.#me || code === undefined) return undefined;
    const { signaling, entries, clock, random, locks, profileStorage } = this.#deps;
    const deps = { signaling, entries, store: this.#store, me, clock, random, locks, profileStorage };
    const loaded = (this.#loaded ??= new code.ConversationStore(deps));
    for (const { to, text } of this.#unsent.splice(0)) loaded.send(to, text);
    return loaded;
  }
}
