import type { UserId } from '@ringback/protocol';

interface Reader {
  underWay: number;
  /** Starts the reads that wait, in their order. */
  readonly waiting: (() => void)[];
}

/** Reads of one user that may wait: all lists of as many tabs as a user may have. */
const room = 200;

/** Lets only a few reads of each user be under way at once, so that one user cannot fill the database's queue. */
export class ReadSlots {
  readonly #readers = new Map<UserId, Reader>();
  readonly #atOnce: number;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Whether so many reads of a user wait that another one should be refused. */
  isFull(userId: UserId): boolean {
    return (this.#readers.get(userId)?.waiting.length ?? 0) >= room;
  }

  /** Reads now, or once enough earlier reads of the user have ended. */
  async read<Answer>(userId: UserId, read: () => Answer | Promise<Answer>): Promise<Answer> {
    const reader = this.#readerOf(userId);
    if (reader.underWay < this.#atOnce) reader.underWay += 1;
    else await new Promise<void>((resolve) => reader.waiting.push(resolve));
    try {
      return await read();
    } finally {
      this.#end(userId, reader);
    }
  }

  #readerOf(userId: UserId): Reader {
    const known = this.#readers.get(userId);
    if (known !== undefined) return known;
    const reader: Reader = { underWay: 0, waiting: [] };
    this.#readers.set(userId, reader);
    return reader;
  }

  /** The slot goes to the next read that waits. */
  #end(userId: UserId, reader: Reader): void {
    const next = reader.waiting.shift();
    if (next !== undefined) return next();
    reader.underWay -= 1;
    if (reader.underWay === 0) this.#readers.delete(userId);
  }
}
