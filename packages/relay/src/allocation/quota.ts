import type { Quotas } from '../core/limits.ts';

/** A place that an allocation, or a reserved port, takes up. */
export interface Place {
  /** Gives it back; once is enough, more changes nothing. */
  readonly leave: () => void;
}

/** Counts places by user and in all. */
export class Quota {
  readonly #quotas: Pick<Quotas, 'perUser' | 'total'>;
  readonly #taken = new Map<string, number>();
  #total = 0;

  constructor(quotas: Pick<Quotas, 'perUser' | 'total'>) {
    this.#quotas = quotas;
  }

  /** Takes a place for a user; undefined if there is none. */
  take(userId: string): Place | undefined {
    const taken = this.#taken.get(userId) ?? 0;
    if (taken >= this.#quotas.perUser || this.#total >= this.#quotas.total) return undefined;
    this.#taken.set(userId, taken + 1);
    this.#total += 1;
    let isTaken = true;
    return {
      leave: () => {
        if (isTaken) this.#leave(userId);
        isTaken = false;
      },
    };
  }

  #leave(userId: string): void {
    const left = (this.#taken.get(userId) ?? 1) - 1;
    if (left === 0) this.#taken.delete(userId);
    else this.#taken.set(userId, left);
    this.#total -= 1;
  }
}
