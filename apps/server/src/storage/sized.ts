import type { Compilable, CompiledQuery } from 'kysely';

/** Rows or keys in one statement; a longer list goes in pieces. Far below what any dialect allows in parameters. */
const longest = 64;

/** A statement about a list, for any length of it. */
export type Sized<Item, Row> = (items: readonly Item[]) => CompiledQuery<Row>[];

/**
 * Makes a statement about a list of things, built once for each length and used again with other values:
 * building one takes 60-80 µs, filling one in less than a tenth of that.
 * `parametersOf` must list the values in the order in which the statement has them, which its first use checks.
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

/** Makes a statement about one thing, built once like those of `sized`. */
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
  if (items.length <= longest) return [items];
  return [items.slice(0, longest), ...pieces(items.slice(longest))];
}

/** Lists the values of rows in the order of their columns. Rows must be made alike, for the order is that of their making. */
export function valuesOf(rows: readonly object[]): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) {
    const columns: unknown[] = Object.values(row);
    values.push(...columns);
  }
  return values;
}

/** Lengthens a list of keys to a power of two by repeating the last, which asks for nothing more, to need fewer statements. */
export function padded<Key>(keys: readonly Key[]): readonly Key[] {
  const last = keys.at(-1);
  if (last === undefined) return keys;
  const length = 2 ** Math.ceil(Math.log2(keys.length));
  return [...keys, ...Array.from({ length: length - keys.length }, () => last)];
}
