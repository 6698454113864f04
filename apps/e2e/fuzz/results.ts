/** Counts the outcomes of messages by kind, and collects the faults. */
export class FuzzResults {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #faults: string[] = [];
  #total = 0;

  get total(): number {
    return this.#total;
  }

  get faults(): readonly string[] {
    return this.#faults;
  }

  count(what: string, ending: string): void {
    this.#total += 1;
    const endings = this.#counts.get(what) ?? new Map<string, number>();
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
    this.#counts.set(what, endings);
  }

  fault(what: string): void {
    this.#faults.push(what);
  }

  /** One line for each kind of message. */
  lines(): string[] {
    return [...this.#counts].map(([what, endings]) => {
      const counts = [...endings].toSorted(([, a], [, b]) => b - a);
      return `${what.padEnd(34)}${counts.map(([ending, count]) => `${ending} ${count}`).join(', ')}`;
    });
  }
}
