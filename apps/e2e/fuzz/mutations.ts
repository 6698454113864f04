import type { SeededRandom } from '@ringback/testkit';
import { oneIn, pick } from './random.ts';

/** A key that `JSON.stringify` writes literally, unlike `__proto__` in a literal. */
const protoPollution: unknown = JSON.parse(
  '{"__proto__":{"ok":true,"callId":"x"},"constructor":{"prototype":{"isAdmin":true}}}',
);

function nested(depth: number): unknown {
  return depth === 0 ? [] : [nested(depth - 1)];
}

/** Values that often break schemas, storage and application code. */
const edgeValues: readonly ((random: SeededRandom) => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1.5,
  () => 2 ** 53,
  () => -(2 ** 63),
  () => 1e308,
  () => '',
  () => ' ',
  () => '\u0000',
  () => '\ud800',
  () => '\u202e\u200b',
  () => '0',
  () => 'true',
  () => '__proto__',
  () => 'constructor',
  () => "'; drop table calls; --",
  () => '%s%n${7*7}',
  () => '../../../../etc/passwd',
  () => [],
  () => [null],
  () => ({}),
  () => protoPollution,
  () => ({ toString: 1, valueOf: null, length: -1, hasOwnProperty: 1 }),
  () => ({ _placeholder: true, num: 0 }),
  () => nested(40),
  (random) => 'x'.repeat(random.below(70_000)),
  (random) => 'é'.repeat(random.below(20_000)),
  (random) => Array.from({ length: random.below(1_000) }, () => random.uuid()),
  (random) => random.uuid(),
  (random) => random.uuid().toUpperCase(),
  (random) => `${random.uuid()}\n`,
  (random) => random.fraction() * 1e15,
  (random) => Object.fromEntries(Array.from({ length: random.below(300) }, (_, n) => [`key${n}`, n])),
];

/** Any JSON value, usually an unexpected one. */
export function edgeValue(random: SeededRandom): unknown {
  return pick(random, edgeValues)(random);
}

/** Mutates a payload: omits, adds or replaces a field at any depth, or replaces the whole payload. */
export function mutate(value: unknown, random: SeededRandom): unknown {
  if (oneIn(random, 8)) return edgeValue(random);
  if (Array.isArray(value)) return mutateList(value, random);
  if (typeof value === 'object' && value !== null) return mutateFields(value, random);
  return mutateLeaf(value, random);
}

function mutateFields(value: object, random: SeededRandom): unknown {
  const fields: [string, unknown][] = Object.entries(value);
  const at = random.below(Math.max(fields.length, 1));
  const [key, field] = fields[at] ?? ['callId', undefined];
  switch (random.below(6)) {
    case 0:
      return Object.fromEntries(fields.toSpliced(at, 1));
    case 1:
      return { ...value, [pick(random, ['extra', 'id', 'by', 'userId', 'version'])]: edgeValue(random) };
    case 2:
      return Object.fromEntries(fields.toSpliced(at, 1, [key.toUpperCase(), field]));
    case 3:
      return [value];
    default:
      return { ...value, [key]: mutate(field, random) };
  }
}

function mutateList(value: readonly unknown[], random: SeededRandom): unknown {
  switch (random.below(3)) {
    case 0:
      return [...value, edgeValue(random)];
    case 1:
      return Array.from({ length: random.below(400) }, () => value[0]);
    default:
      return value.map((item) => mutate(item, random));
  }
}

function mutateLeaf(value: unknown, random: SeededRandom): unknown {
  if (typeof value === 'number') return pick(random, [-value, value + 0.5, String(value), value * 1e10]);
  if (typeof value !== 'string' || value === '') return edgeValue(random);
  const at = random.below(value.length);
  return pick(random, [
    value.slice(0, at),
    `${value}${value}`,
    `${value.slice(0, at)}\u0000${value.slice(at + 1)}`,
    ` ${value}`,
    value.toUpperCase(),
    [...value].toReversed().join(''),
    edgeValue(random),
  ]);
}

/** Changes a few characters of a text, except the first; the result need not be JSON. */
export function corruptText(text: string, random: SeededRandom): string {
  const at = 1 + random.below(text.length - 1);
  const noise = pick(random, ['', '"', '{', ']', '\\', ',', '\u0000', '0', 'null', '\ud83d', '[[[[[[[[[[']);
  return `${text.slice(0, at)}${noise}${text.slice(at + random.below(3))}`;
}
