import * as v from 'valibot';

type Key = string | number;
type Fields = Record<Key, unknown>;

/** Finds a field beside a broken one or around it. */
type Find = (field: string) => unknown;

/** What stands for an unknown word in a required field, where leaving the whole value out would lose more. */
const substitutes: Readonly<Record<string, (find: Find) => string>> = {
  phase: phaseOf,
  reason: (find) => (find('answeredBy') === undefined ? 'canceled' : 'hungUp'),
  label: () => 'failed',
  media: () => 'audio',
  answeredMedia: () => 'audio',
  // Tells others less.
  warm: () => 'relay',
  bytes: () => 'kept',
  // Browsers recognize a recording by its content.
  mime: (find) => (find('media') === 'video' ? 'video/webm' : 'audio/webm'),
  guests: () => 'on',
  code: () => 'internal',
  why: () => 'elsewhere',
};

/** What a call is doing, by the fields that it has. */
function phaseOf(find: Find): string {
  if (find('end') !== undefined) return 'ended';
  if (find('connectedAt') !== undefined) return 'active';
  return find('answeredBy') === undefined ? 'ringing' : 'connecting';
}

/** Each round repairs what the schema reports at once; what an outer field depends on takes another one. */
const mostRounds = 10;

/**
 * Validates what the server sent. Its release may be newer than this page, so what the page does not understand is left
 * out instead of losing the rest: an unknown word, an unreadable row of a list, an optional part of another shape.
 * Undefined if what is left lacks something that it needs; otherwise the output is in an object, as it may be undefined.
 */
export function lenientParse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): { readonly output: v.InferOutput<Schema> } | undefined {
  let result = v.safeParse(schema, value);
  if (result.success) return result;
  const copy: unknown = structuredClone(value);
  for (let round = 0; round < mostRounds; round += 1) {
    if (!repair(copy, result.issues)) return undefined;
    result = v.safeParse(schema, copy);
    if (result.success) return result;
  }
  return undefined;
}

/** False if there is nothing left to leave out. */
function repair(root: unknown, issues: readonly v.BaseIssue<unknown>[]): boolean {
  const brokenRows = new Map<unknown[], Set<Key>>();
  for (const issue of issues) {
    const place = placeOf(root, issue);
    if (place === undefined) return false;
    const { owner, key } = place;
    if (Array.isArray(owner)) brokenRows.set(owner, (brokenRows.get(owner) ?? new Set()).add(key));
    else replace(place, owner, issue);
  }
  for (const [rows, broken] of brokenRows)
    rows.splice(0, rows.length, ...rows.filter((_, index) => !broken.has(index)));
  return true;
}

interface Place {
  /** The values on the way to the field, the outermost first. */
  readonly around: readonly Fields[];
  readonly owner: Fields | unknown[];
  readonly key: Key;
}

/** The innermost row or field that exists: where a required field is missing, what it is missing from. */
function placeOf(root: unknown, { path }: v.BaseIssue<unknown>): Place | undefined {
  const keys = (path ?? []).flatMap(({ key }) => (isKey(key) ? [key] : []));
  const around: Fields[] = [];
  let found: Place | undefined;
  let at = root;
  for (const key of keys) {
    if (!isFields(at) || !Object.hasOwn(at, key)) break;
    around.push(at);
    found = { around: [...around], owner: at, key };
    at = at[key];
  }
  return found;
}

function replace({ around, key }: Place, owner: Fields, { type, input }: v.BaseIssue<unknown>): void {
  const substitute = substitutes[key];
  const isUnknownWord = type === 'picklist' && typeof input === 'string' && owner[key] === input;
  const find: Find = (field) => around.findLast((fields) => Object.hasOwn(fields, field))?.[field];
  if (isUnknownWord && substitute !== undefined) owner[key] = substitute(find);
  else delete owner[key];
}

function isKey(key: unknown): key is Key {
  return typeof key === 'string' || typeof key === 'number';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
