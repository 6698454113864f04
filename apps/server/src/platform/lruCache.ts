/** Stores the most recently used values, up to a limit. */
export class LruCache<Key, Value> {
  /** The least recently used first. */
  readonly #values = new Map<Key, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: Key): Value | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.#moveToEnd(key, value);
    return value;
  }

  /** Stores a value, and drops the least recently used one beyond the limit. */
  set(key: Key, value: Value): void {
    this.#moveToEnd(key, value);
    if (this.#values.size <= this.#limit) return;
    const oldest = this.#values.keys().next();
    if (oldest.done !== true) this.#values.delete(oldest.value);
  }

  /** Stores a value that was read from storage, unless a newer one was set during the read. */
  setIfAbsent(key: Key, value: Value): void {
    if (!this.#values.has(key)) this.set(key, value);
  }

  delete(key: Key): void {
    this.#values.delete(key);
  }

  #moveToEnd(key: Key, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
  }
}
