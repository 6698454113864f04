import * as v from 'valibot';

/** Reads text that came from another device: what the schema makes of it, or undefined for anything else. */
export function readJson<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> | undefined {
  const parsed = v.safeParse(schema, parse(text));
  return parsed.success ? parsed.output : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
