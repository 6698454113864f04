import { Fifo } from './fifo.ts';

/**
 * Does one task in each turn of the event loop, in their order. What strangers may ask for is queued here, so that calls,
 * which arrive in between, never wait for a crowd of them.
 */
export class OnePerTurn {
  readonly #tasks = new Fifo<() => void>();

  add(task: () => void): void {
    this.#tasks.push(task);
    if (this.#tasks.size === 1) setImmediate(() => this.#turn());
  }

  #turn(): void {
    const task = this.#tasks.shift();
    if (this.#tasks.size > 0) setImmediate(() => this.#turn());
    task?.();
  }
}
