import type { Quotas } from '../core/limits.ts';

/** A slot that an allocation or a reserved port occupies. */
export interface QuotaSlot {
  /** Idempotent. */
  readonly release: () => void;
}

/** Counts slots per user and in total. */
export class Quota {
  readonly #quotas: Pick<Quotas, 'perUser' | 'total'>;
  readonly #taken = new Map<string, number>();
  #total = 0;

  constructor(quotas: Pick<Quotas, 'perUser' | 'total'>) {
    this.#quotas = quotas;
  }

  /** Takes a slot for a user; undefined if the quota is used up. */
  take(userId: string): QuotaSlot | undefined {
    const taken = this.#taken.get(userId) ?? 0;
    if (taken >= this.#quotas.perUser || this.#total >= this.#quotas.total) return undefined;
    this.#taken.set(userId, taken + 1);
    this.#total += 1;
    let isTaken = true;
    return {
      release: () => {
        if (isTaken) this.#release(userId);
        isTaken = false;
      },
    };
  }

  #release(userId: string): void {
    const left = (this.#taken.get(userId) ?? 1) - 1;
    if (left === 0) this.#taken.delete(userId);
    else this.#taken.set(userId, left);
    this.#total -= 1;
  }
}
