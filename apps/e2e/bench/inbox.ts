/** A push that came in: its name, for a call its phase, and when, in ms of `performance.now()`. */
export interface Heard {
  readonly name: string;
  readonly phase: string | undefined;
  readonly at: number;
}

interface Wish {
  readonly name: string;
  readonly phase: string | undefined;
  readonly resolve: (heard: Heard) => void;
}

/** What was pushed to a device and nobody has asked for yet, or what somebody asked for and has not come yet. */
export class Inbox {
  #heard: Heard[] = [];
  #wish: Wish | undefined;

  put(heard: Heard): void {
    const wish = this.#wish;
    if (wish === undefined || !fits(heard, wish)) {
      this.#heard.push(heard);
      return;
    }
    this.#wish = undefined;
    wish.resolve(heard);
  }

  /** Resolves with the next push of this name and phase, be it here already. Only one is awaited at a time. */
  next(name: string, phase?: string): Promise<Heard> {
    const index = this.#heard.findIndex((heard) => fits(heard, { name, phase }));
    const [found] = index < 0 ? [] : this.#heard.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => (this.#wish = { name, phase, resolve }));
  }

  /** Forgets what nobody asked for. */
  clear(): void {
    this.#heard = [];
  }
}

function fits(heard: Heard, { name, phase }: Omit<Wish, 'resolve'>): boolean {
  return heard.name === name && (phase === undefined || heard.phase === phase);
}
