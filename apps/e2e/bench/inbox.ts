/** A push that came in: its name, for a call its phase, and when, in ms of `performance.now()`. */
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

/** Pushes that were not awaited yet, or one awaited push that has not come yet. */
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

  /** Resolves with the next push of this name and phase, even if it is here already. Only one is awaited at a time. */
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
