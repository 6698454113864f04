/** What pages are ordered by: newest first, then by id. */
interface Placed {
  readonly placedAt: number;
  readonly callId: string;
}

/** A list in the order of pages, of which pieces are read one after the other; one shorter than `size` is the last. */
export interface Source<Item extends Placed> {
  readonly size: number;
  /** Reads the piece after an item, or the first one. */
  readonly next: (after: Item | undefined) => Promise<readonly Item[]>;
}

/** One source while it is merged. The first of `rest` is its next item; empty once the source is at its end. */
interface Reading<Item extends Placed> {
  readonly source: Source<Item>;
  rest: readonly Item[];
  isLastPiece: boolean;
}

/** The first items of several lists together, in the order of pages; no list is read further than that takes. */
export async function mergedNewest<Item extends Placed>(
  sources: readonly Source<Item>[],
  limit: number,
): Promise<Item[]> {
  const readings: Reading<Item>[] = [];
  for (const source of sources) readings.push(await read(source, undefined));
  const merged: Item[] = [];
  while (merged.length < limit) {
    const best = leadingOf(readings);
    const item = best?.rest[0];
    if (best === undefined || item === undefined) break;
    merged.push(item);
    best.rest = best.rest.slice(1);
    if (best.rest.length === 0 && !best.isLastPiece) Object.assign(best, await read(best.source, item));
  }
  return merged;
}

async function read<Item extends Placed>(
  source: Source<Item>,
  after: Item | undefined,
): Promise<Reading<Item>> {
  const rest = await source.next(after);
  return { source, rest, isLastPiece: rest.length < source.size };
}

function leadingOf<Item extends Placed>(readings: readonly Reading<Item>[]): Reading<Item> | undefined {
  let best: Reading<Item> | undefined;
  for (const reading of readings) if (isAhead(reading.rest[0], best?.rest[0])) best = reading;
  return best;
}

function isAhead(item: Placed | undefined, other: Placed | undefined): boolean {
  if (item === undefined || other === undefined) return item !== undefined;
  return item.placedAt === other.placedAt ? item.callId > other.callId : item.placedAt > other.placedAt;
}
