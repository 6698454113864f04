import type { CallId } from '@ringback/protocol';

/** Which calls somebody is asking about, by the ids they gave, and has not been answered yet. */
export class UnderWay {
  readonly #counts = new Map<CallId, number>();

  has(id: CallId): boolean {
    return this.#counts.has(id);
  }

  begin(ids: readonly CallId[]): void {
    for (const id of ids) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  end(ids: readonly CallId[]): void {
    for (const id of ids) {
      const left = (this.#counts.get(id) ?? 0) - 1;
      if (left > 0) this.#counts.set(id, left);
      else this.#counts.delete(id);
    }
  }
}
