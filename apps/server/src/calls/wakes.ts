import type { CallId } from '@ringback/protocol';

/** A call and the time in ms at which something falls due in it. */
export interface Wake {
  readonly callId: CallId;
  readonly at: number;
}

/** A binary heap: the earliest wake is always at hand, and adding or taking one costs the logarithm of their number. */
export class Wakes {
  readonly #heap: Wake[] = [];

  first(): Wake | undefined {
    return this.#heap[0];
  }

  get size(): number {
    return this.#heap.length;
  }

  add(wake: Wake): void {
    let index = this.#heap.push(wake) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (this.#at(above) <= wake.at) break;
      this.#swap(index, above);
      index = above;
    }
  }

  /** Takes the earliest one away. */
  shift(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink();
  }

  #sink(): void {
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      const below = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(below) >= this.#at(index)) return;
      this.#swap(index, below);
      index = below;
    }
  }

  #at(index: number): number {
    return this.#heap[index]?.at ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first === undefined || second === undefined) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}
