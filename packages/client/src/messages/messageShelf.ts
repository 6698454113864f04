import { bounds, MessageId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { ProfileStorage } from '../platform/ports.ts';
import { readJsonRows } from '../platform/storage.ts';
import { discardedMessagesKey, messageShelfKey } from './composerTexts.ts';

const StoredMessage = v.object({
  id: MessageId,
  to: UserId,
  text: v.pipe(v.string(), v.maxLength(4 * bounds.messageLength)),
  /** On the clock of the machine on which it was written, in ms. */
  writtenAt: v.number(),
});

/** An unsent message as it is stored. */
export type StoredMessage = v.InferOutput<typeof StoredMessage>;

/** Discarded messages that are remembered: as many as can wait at once. */
const mostDiscarded = 100;

/** One user's unsent messages in a browser profile, shared by all tabs, so that they outlive the tab. */
export class MessageShelf {
  readonly #storage: ProfileStorage;
  readonly #key: string;
  readonly #discardedKey: string;

  constructor(storage: ProfileStorage, userId: UserId) {
    this.#storage = storage;
    this.#key = messageShelfKey(userId);
    this.#discardedKey = discardedMessagesKey(userId);
  }

  /** In the order of writing within each tab. */
  messages(): readonly StoredMessage[] {
    return readJsonRows(this.#storage, this.#key, StoredMessage);
  }

  has(id: MessageId): boolean {
    return this.messages().some((message) => message.id === id);
  }

  add(message: StoredMessage): void {
    this.#write([...this.messages(), message]);
  }

  remove(id: MessageId): void {
    const messages = this.messages();
    if (messages.some((message) => message.id === id))
      this.#write(messages.filter((message) => message.id !== id));
  }

  /** Removes a message that its author does not want to send, for all tabs. */
  discard(id: MessageId): void {
    const ids = [...this.#discarded(), id].slice(-mostDiscarded);
    this.#storage.set(this.#discardedKey, JSON.stringify(ids));
    this.remove(id);
  }

  /** Whether any tab has discarded it. */
  isDiscarded(id: MessageId): boolean {
    return this.#discarded().includes(id);
  }

  /** Calls back when another tab has changed the messages; returns what stops that. */
  listen(onChange: () => void): () => void {
    return this.#storage.listen((key) => {
      if (key === this.#key || key === this.#discardedKey) onChange();
    });
  }

  #discarded(): readonly MessageId[] {
    return readJsonRows(this.#storage, this.#discardedKey, MessageId);
  }

  #write(messages: readonly StoredMessage[]): void {
    if (messages.length === 0) this.#storage.remove(this.#key);
    else this.#storage.set(this.#key, JSON.stringify(messages));
  }
}
