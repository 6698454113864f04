/** A received push: its name, its phase if it is about a call, and its time in ms of `performance.now()`. */
export interface ReceivedPush {
  readonly name: string;
  readonly phase: string | undefined;
  readonly at: number;
}

interface Waiter {
  readonly name: string;
  readonly phase: string | undefined;
  readonly resolve: (push: ReceivedPush) => void;
}

/** Pushes that arrived before they were awaited, or one awaited push that has not arrived yet. */
export class Inbox {
  #received: ReceivedPush[] = [];
  #waiter: Waiter | undefined;

  put(push: ReceivedPush): void {
    const waiter = this.#waiter;
    if (waiter === undefined || !fits(push, waiter)) {
      this.#received.push(push);
      return;
    }
    this.#waiter = undefined;
    waiter.resolve(push);
  }

  /**
   * Resolves with the next push of this name and phase, which may have arrived already. Only one can be awaited at a
   * time.
   */
  next(name: string, phase?: string): Promise<ReceivedPush> {
    const index = this.#received.findIndex((push) => fits(push, { name, phase }));
    const [found] = index < 0 ? [] : this.#received.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => (this.#waiter = { name, phase, resolve }));
  }

  /** Drops pushes that were not awaited. */
  clear(): void {
    this.#received = [];
  }
}

function fits(push: ReceivedPush, { name, phase }: Omit<Waiter, 'resolve'>): boolean {
  return push.name === name && (phase === undefined || push.phase === phase);
}
