/** A hash takes 50 ms, so the last of so many waits half a second. */
const mostWaiting = 8;
/** After what time a full queue is worth another try, in ms. */
export const queueFullMs = 1_000;

/** Who asks for a hash. `known`: a browser that has signed in to the account before. */
export type Asker = 'known' | 'stranger';

/**
 * Lets one password hash run at a time: each takes 19 MiB of memory and a core, and calls need both. Known browsers go
 * first and wait in places of their own, so that those who only guess hold up each other.
 */
export class HashQueue {
  readonly #waiting: { readonly [A in Asker]: (() => void)[] } = { known: [], stranger: [] };
  #isRunning = false;

  /** Runs `hash` when its turn comes; undefined if too many wait. */
  async run<Outcome>(asker: Asker, hash: () => Promise<Outcome>): Promise<Outcome | undefined> {
    if (this.#isRunning) {
      const waiting = this.#waiting[asker];
      if (waiting.length >= mostWaiting) return undefined;
      await new Promise<void>((resolve) => void waiting.push(resolve));
    }
    this.#isRunning = true;
    try {
      return await hash();
    } finally {
      this.#next();
    }
  }

  /** Hands the turn over without a gap, so that nothing that comes meanwhile starts beside it. */
  #next(): void {
    const next = this.#waiting.known.shift() ?? this.#waiting.stranger.shift();
    if (next === undefined) this.#isRunning = false;
    else next();
  }
}

/** The one of this process, whose core and memory it spares. */
export const passwordHashes = new HashQueue();
