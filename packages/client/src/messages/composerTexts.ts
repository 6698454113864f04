import { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';

const key = 'ringback.typed';
/** People with unfinished messages in one tab; beyond that, the text that was changed least recently is dropped. */
const mostPeople = 100;

const Stored = v.object({ userId: UserId, texts: v.array(v.tuple([UserId, v.string()])) });

/** What one user has typed to each person and not sent yet, kept over a reload of the tab. */
export class ComposerTexts {
  readonly #storage: KeyValueStorage;
  readonly #userId: UserId;

  constructor(storage: KeyValueStorage, userId: UserId) {
    this.#storage = storage;
    this.#userId = userId;
  }

  textTo(peer: UserId): string {
    return this.#texts().find(([to]) => to === peer)?.[1] ?? '';
  }

  /** An empty text forgets the person. */
  set(peer: UserId, text: string): void {
    const others = this.#texts().filter(([to]) => to !== peer);
    const texts = text === '' ? others : [...others, [peer, text]].slice(-mostPeople);
    if (texts.length === 0) this.clear();
    else this.#storage.set(key, JSON.stringify({ userId: this.#userId, texts }));
  }

  clear(): void {
    this.#storage.remove(key);
  }

  #texts(): readonly [UserId, string][] {
    const stored = readJson(this.#storage, key, Stored);
    return stored?.userId === this.#userId ? stored.texts : [];
  }
}
