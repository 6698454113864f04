/** Remembers what was used last, up to a bound. */
export class LruCache<Key, Value> {
  readonly #values = new Map<Key, Value>();
  readonly #bound: number;

  constructor(bound: number) {
    this.#bound = bound;
  }

  get(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  /** Remembers a value as the newest; forgets the oldest beyond the bound. */
  set(key: Key, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= this.#bound) return;
    const oldest = this.#values.keys().next();
    if (oldest.done !== true) this.#values.delete(oldest.value);
  }

  /** Remembers what was read; what is known already was told meanwhile, and may be newer. */
  learn(key: Key, value: Value): void {
    if (!this.#values.has(key)) this.set(key, value);
  }

  delete(key: Key): void {
    this.#values.delete(key);
  }
}
