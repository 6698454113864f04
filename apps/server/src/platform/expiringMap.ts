/** Values that are taken once, within a time. Beyond the bound, the oldest goes. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly endsAt: number }>();
  readonly #lifetimeMs: number;
  readonly #atMost: number;
  readonly #now: () => number;

  constructor(lifetimeMs: number, atMost: number, now: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#atMost = atMost;
    this.#now = now;
  }

  add(key: string, value: Value): void {
    this.#entries.set(key, { value, endsAt: this.#now() + this.#lifetimeMs });
    for (const [oldest, { endsAt }] of this.#entries) {
      if (this.#entries.size <= this.#atMost && endsAt > this.#now()) break;
      this.#entries.delete(oldest);
    }
  }

  /** Removes a value and returns it; undefined if there is none, or it is too old. */
  take(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    return entry === undefined || entry.endsAt <= this.#now() ? undefined : entry.value;
  }
}
