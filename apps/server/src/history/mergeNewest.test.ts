import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeNewest, type Source } from './mergeNewest.ts';

interface Item {
  readonly placedAt: number;
  readonly callId: string;
}

function newestFirst(a: Item, b: Item): number {
  return b.placedAt - a.placedAt || (a.callId < b.callId ? 1 : -1);
}

/** A list in memory that counts how many of its items were read. */
function sourceOf(items: readonly Item[], size: number): Source<Item> & { reads: number } {
  const sorted = items.toSorted(newestFirst);
  const source = {
    size,
    reads: 0,
    next: (after: Item | undefined) => {
      const from = after === undefined ? 0 : sorted.indexOf(after) + 1;
      const piece = sorted.slice(from, from + size);
      source.reads += piece.length;
      return Promise.resolve(piece);
    },
  };
  return source;
}

test('lists of any length, read in pieces of any size, are merged in order', async () => {
  const lists = fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      lists,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 30 }),
      async (times, size, limit) => {
        const items = times.map((list, of) =>
          list.map((placedAt, n) => ({ placedAt, callId: `${of} ${n}` })),
        );
        const merged = await mergeNewest(
          items.map((list) => sourceOf(list, size)),
          limit,
        );
        expect(merged).toEqual(items.flat().toSorted(newestFirst).slice(0, limit));
      },
    ),
  );
});

test('no list is read further than its share of the page', async () => {
  const long = sourceOf(
    Array.from({ length: 1_000 }, (_, n) => ({ placedAt: n, callId: 'long' })),
    5,
  );
  const recent = sourceOf(
    Array.from({ length: 50 }, (_, n) => ({ placedAt: 10_000 + n, callId: 'recent' })),
    5,
  );
  await mergeNewest([long, recent], 40);
  expect(long.reads).toBe(5);
});
