/** The order of pages: newest first, then by id. */
interface Placed {
  readonly placedAt: number;
  readonly callId: string;
}

/** A list in page order, read piece by piece; a piece shorter than `size` is the last. */
export interface Source<Item extends Placed> {
  readonly size: number;
  /** Reads the piece after an item, or the first piece. */
  readonly next: (after: Item | undefined) => Promise<readonly Item[]>;
}

/** A source while it is merged. `rest` begins with its next item, and is empty at the end of the source. */
interface Cursor<Item extends Placed> {
  readonly source: Source<Item>;
  rest: readonly Item[];
  isLastPiece: boolean;
}

/** The first items of several lists together, in page order; reads no list further than that needs. */
export async function mergeNewest<Item extends Placed>(
  sources: readonly Source<Item>[],
  limit: number,
): Promise<Item[]> {
  const cursors: Cursor<Item>[] = [];
  for (const source of sources) cursors.push(await read(source, undefined));
  const merged: Item[] = [];
  while (merged.length < limit) {
    const best = newestOf(cursors);
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
): Promise<Cursor<Item>> {
  const rest = await source.next(after);
  return { source, rest, isLastPiece: rest.length < source.size };
}

function newestOf<Item extends Placed>(cursors: readonly Cursor<Item>[]): Cursor<Item> | undefined {
  let best: Cursor<Item> | undefined;
  for (const cursor of cursors) if (isAhead(cursor.rest[0], best?.rest[0])) best = cursor;
  return best;
}

function isAhead(item: Placed | undefined, other: Placed | undefined): boolean {
  if (item === undefined || other === undefined) return item !== undefined;
  return item.placedAt === other.placedAt ? item.callId > other.callId : item.placedAt > other.placedAt;
}
