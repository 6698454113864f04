import * as v from 'valibot';
import type { KeyValueStorage } from './ports.ts';

/** Reads a value that an earlier page kept. Storage is open to whatever runs on this origin, so it is checked like the signaling. */
export function readJson<Schema extends v.GenericSchema>(
  storage: KeyValueStorage,
  key: string,
  schema: Schema,
): v.InferOutput<Schema> | undefined {
  const text = storage.get(key);
  if (text === null) return undefined;
  try {
    const value = v.safeParse(schema, JSON.parse(text));
    return value.success ? value.output : undefined;
  } catch {
    return undefined;
  }
}
