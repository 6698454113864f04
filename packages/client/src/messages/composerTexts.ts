import type { UserId } from '@ringback/protocol';
import type { KeyValueStorage } from '../platform/ports.ts';

/** People with unfinished messages in one tab; beyond that, the text that was changed least recently is dropped. */
const mostPeople = 100;

/** What one user has typed to each person and not sent yet, kept over a reload of the tab. */
export class ComposerTexts {
  readonly #storage: KeyValueStorage;
  /** Also the key of the list of people. */
  readonly #prefix: string;

  constructor(storage: KeyValueStorage, userId: UserId) {
    this.#storage = storage;
    this.#prefix = `ringback.typed.${userId}`;
  }

  textTo(peer: UserId): string {
    return this.#storage.get(this.#keyOf(peer)) ?? '';
  }

  /** An empty text forgets the person. */
  set(peer: UserId, text: string): void {
    const others = this.#people().filter((one) => one !== peer);
    const people = text === '' ? others : [...others, peer];
    if (text !== '') this.#storage.set(this.#keyOf(peer), text);
    this.#keep(people.slice(-mostPeople));
  }

  clear(): void {
    this.#keep([]);
  }

  #keep(people: readonly string[]): void {
    for (const one of this.#people()) if (!people.includes(one)) this.#storage.remove(this.#keyOf(one));
    if (people.length === 0) this.#storage.remove(this.#prefix);
    else this.#storage.set(this.#prefix, people.join(' '));
  }

  #people(): readonly string[] {
    return this.#storage.get(this.#prefix)?.split(' ') ?? [];
  }

  #keyOf(peer: string): string {
    return `${this.#prefix}.${peer}`;
  }
}

/** Where a browser profile keeps a user's unsent messages. Apart from their code, which is loaded later. */
export function messageShelfKey(userId: UserId): string {
  return `ringback.outbox.${userId}`;
}

/** Where a browser profile remembers which messages its user discarded. */
export function discardedMessagesKey(userId: UserId): string {
  return `${messageShelfKey(userId)}.discarded`;
}
