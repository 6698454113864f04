/** A binary heap ordered by `at`: reading the least item is free, adding or removing one takes logarithmic time. */
export class MinHeap<Item extends { readonly at: number }> {
  readonly #items: Item[] = [];

  first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    let index = this.#items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= item.at) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  removeFirst(): void {
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return;
    this.#items[0] = last;
    this.#siftDown();
  }

  #siftDown(): void {
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      const child = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(child) >= this.#at(index)) return;
      this.#swap(index, child);
      index = child;
    }
  }

  #at(index: number): number {
    return this.#items[index]?.at ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#items[a], this.#items[b]];
    if (first === undefined || second === undefined) return;
    this.#items[a] = second;
    this.#items[b] = first;
  }
}
