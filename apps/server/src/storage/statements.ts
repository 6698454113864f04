import type { Compilable, CompiledQuery } from 'kysely';

/** Rows or keys in one statement; a longer list is split. Far below the parameter limit of every dialect. */
const maxItems = 64;

/** A statement about a list of any length. */
export type Sized<Item, Row> = (items: readonly Item[]) => CompiledQuery<Row>[];

/**
 * Makes a statement about a list that is built once for each length and reused with other values: building takes
 * 60-80 µs, filling in the values less than a tenth of that. `parametersOf` must return the values in the statement's
 * order, which the first use checks.
 */
export function sized<Item, Row>(
  build: (items: readonly Item[]) => Compilable<Row>,
  parametersOf: (items: readonly Item[]) => readonly unknown[],
): Sized<Item, Row> {
  const built = new Map<number, CompiledQuery<Row>>();
  return (items) => pieces(items).map((piece) => fill(piece));

  function fill(piece: readonly Item[]): CompiledQuery<Row> {
    const parameters = parametersOf(piece);
    const known = built.get(piece.length);
    if (known !== undefined) return { ...known, parameters };
    const query = build(piece).compile();
    assertSame(query.parameters, parameters, query.sql);
    built.set(piece.length, query);
    return query;
  }
}

/** Makes a statement about one item, built once. */
export function single<Item, Row>(
  build: (item: Item) => Compilable<Row>,
  parametersOf: (item: Item) => readonly unknown[],
): (item: Item) => CompiledQuery<Row> {
  let built: CompiledQuery<Row> | undefined;
  return (item) => {
    const parameters = parametersOf(item);
    if (built !== undefined) return { ...built, parameters };
    const query = build(item).compile();
    assertSame(query.parameters, parameters, query.sql);
    return (built = query);
  };
}

function assertSame(built: readonly unknown[], filled: readonly unknown[], statement: string): void {
  const isSame = built.length === filled.length && built.every((value, index) => value === filled[index]);
  if (!isSame) throw new Error(`Parameters in another order than the statement has them: ${statement}`);
}

function pieces<Item>(items: readonly Item[]): (readonly Item[])[] {
  if (items.length === 0) return [];
  if (items.length <= maxItems) return [items];
  return [items.slice(0, maxItems), ...pieces(items.slice(maxItems))];
}

/** The values of rows in column order. All rows must be created with the same key order. */
export function valuesOf(rows: readonly object[]): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) {
    const columns: unknown[] = Object.values(row);
    values.push(...columns);
  }
  return values;
}

/** Pads a list of keys to a power of two by repeating the last, which changes no result, so that fewer statements are built. */
export function padded<Key>(keys: readonly Key[]): readonly Key[] {
  const last = keys.at(-1);
  if (last === undefined) return keys;
  const length = 2 ** Math.ceil(Math.log2(keys.length));
  return [...keys, ...Array.from({ length: length - keys.length }, () => last)];
}
