/** What the server tells a running relay. */
export type RelayOrder =
  | { readonly kind: 'grant'; readonly username: string; readonly group: string }
  | { readonly kind: 'endGroup'; readonly group: string };

/** Remembers the orders that still matter, for a relay that starts again. */
export class RelayOrders {
  readonly #keptMs: number;
  readonly #now: () => number;
  /** The oldest first. */
  #orders: { readonly order: RelayOrder; readonly at: number }[] = [];

  /** `keptMs`: how long credentials are valid; older orders name none that are. */
  constructor(keptMs: number, now: () => number) {
    this.#keptMs = keptMs;
    this.#now = now;
  }

  add(order: RelayOrder): void {
    this.#orders.push({ order, at: this.#now() });
    const [oldest] = this.#orders;
    // Half of them are dropped at a time, so that an order costs the same however many there are.
    if (oldest !== undefined && this.#now() - oldest.at > 2 * this.#keptMs) this.#orders = this.#current();
  }

  /** In the order in which they were given. */
  all(): readonly RelayOrder[] {
    return this.#current().map(({ order }) => order);
  }

  #current() {
    const since = this.#now() - this.#keptMs;
    return this.#orders.filter(({ at }) => at >= since);
  }
}
