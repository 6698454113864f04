/** Taken items are let go once they are so many, and half of all. */
const compactAt = 1_000;

/** A queue whose length does not matter to the time that `shift` takes, unlike that of an array. */
export class Fifo<Item> {
  #items: (Item | undefined)[] = [];
  #next = 0;

  /** Number of items that wait. */
  get size(): number {
    return this.#items.length - this.#next;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Takes the item that has waited longest. */
  shift(): Item | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#next];
    this.#items[this.#next] = undefined;
    this.#next += 1;
    if (this.#next >= compactAt && this.#next * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#next);
      this.#next = 0;
    }
    return item;
  }
}
