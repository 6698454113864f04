import type { Duplex } from 'node:stream';

/**
 * Gathers what one batch sends to the same device into one write: an answer, the call and its entry then cost one
 * system call instead of three. Outside of a batch everything leaves at once.
 */
export class Outbox {
  #gathered: Set<Duplex> | undefined;

  /** From here on, until `flush`, streams keep what is written to them. */
  gather(): void {
    this.#gathered ??= new Set();
  }

  /** To be told before something is written to a stream. */
  beforeWrite(stream: Duplex): void {
    if (this.#gathered === undefined || this.#gathered.has(stream)) return;
    this.#gathered.add(stream);
    stream.cork();
  }

  /** Lets everything leave that was gathered. */
  flush(): void {
    const gathered = this.#gathered;
    this.#gathered = undefined;
    for (const stream of gathered ?? []) stream.uncork();
  }
}
