import { UnavailableError } from '../platform/errors.ts';

/**
 * The lanes of the database's thread, which does one thing at a time. `calls` are started at once, even between two
 * pieces of a long operation, because people wait for the ring. The others take turns: `quick` ones read or write some
 * rows, `lists` some hundreds, `bulk` any number of them, in pieces.
 */
export type Lane = 'calls' | 'quick' | 'lists' | 'bulk';

/** The lanes of the operations by name; the others are `quick`. */
export type OperationLanes<Operations> = { readonly [Name in keyof Operations]?: Lane };

/**
 * How many operations of a lane may wait. A full lane takes about a second: what is refused at once can be tried again,
 * what waits for longer is given up by its client. Calls come in batches, one at a time.
 */
const room: Readonly<Record<Lane, number>> = { calls: Infinity, quick: 4_000, lists: 500, bulk: 100 };

/** A lane is full. */
export class LaneFullError extends UnavailableError {
  override readonly isExpected = true;
}

/** Counts the operations in each lane that were not answered yet. */
export class LaneCounts {
  readonly #counts: Record<Lane, number> = { calls: 0, quick: 0, lists: 0, bulk: 0 };

  /** @throws {LaneFullError} if the lane is full. */
  enter(lane: Lane): void {
    if (this.#counts[lane] >= room[lane]) throw new LaneFullError(`Too many operations wait: ${lane}.`);
    this.#counts[lane] += 1;
  }

  leave(lane: Lane): void {
    this.#counts[lane] -= 1;
  }
}
