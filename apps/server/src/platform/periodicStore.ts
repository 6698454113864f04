export interface PeriodicStoreDeps {
  /** How long something waits at most before it is stored. A crash loses what waits. */
  readonly everyMs: number;
  /** Stores what waits. */
  readonly store: () => Promise<void>;
  /** Deletes what is too old. */
  readonly purge: () => Promise<void>;
  /** Either failed; it is tried again in its turn. */
  readonly onError: (err: unknown) => void;
}

const purgeEveryMs = 60 * 60 * 1000;

/** Stores what a part of the server collects, one batch after another, and deletes what is too old, each hour. */
export class PeriodicStore {
  readonly #deps: PeriodicStoreDeps;
  #timers: NodeJS.Timeout[] = [];
  #flushing: Promise<void> = Promise.resolve();

  constructor(deps: PeriodicStoreDeps) {
    this.#deps = deps;
  }

  /** Deletes what is too old, then stores at intervals. */
  async start(): Promise<void> {
    const { everyMs, purge, onError } = this.#deps;
    await purge();
    this.#timers = [
      setInterval(() => void this.flush(), everyMs).unref(),
      setInterval(() => void purge().catch(onError), purgeEveryMs).unref(),
    ];
  }

  /** Stores what is left. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.flush();
  }

  /** Stores what waits, after what is being stored. Never fails. */
  flush(): Promise<void> {
    const { store, onError } = this.#deps;
    this.#flushing = this.#flushing.then(store).catch(onError);
    return this.#flushing;
  }
}
