import * as v from 'valibot';
import type { KeyValueStorage } from './ports.ts';

/** Reads a stored JSON value; undefined if it is absent or invalid. Anything on this origin can write to storage, so it is validated. */
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

/** Reads the valid rows of a stored JSON array; one that cannot be read does not hide the others. */
export function readJsonRows<Schema extends v.GenericSchema>(
  storage: KeyValueStorage,
  key: string,
  schema: Schema,
): readonly v.InferOutput<Schema>[] {
  return (readJson(storage, key, v.array(v.unknown())) ?? []).flatMap((row) => {
    const value = v.safeParse(schema, row);
    return value.success ? [value.output] : [];
  });
}

/**
 * A browser's storage, which may be forbidden, full or read-only at any time. What it does not take is kept in memory
 * instead, and forgotten on reload.
 */
export function browserStorage(open: () => Storage): KeyValueStorage {
  const memory = memoryStorage();
  /** Keys whose latest value, or absence, the browser did not take. */
  const inMemory = new Set<string>();
  let store: Storage | undefined;
  const attempt = <Value>(act: (opened: Storage) => Value): Value | undefined => {
    try {
      store ??= open();
      return act(store);
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => (inMemory.has(key) ? memory.get(key) : (attempt((opened) => opened.getItem(key)) ?? null)),
    set: (key, value) => {
      const isStored = attempt((opened) => {
        opened.setItem(key, value);
        return true;
      });
      if (isStored === true) return void inMemory.delete(key);
      inMemory.add(key);
      memory.set(key, value);
    },
    remove: (key) => {
      const isRemoved = attempt((opened) => {
        opened.removeItem(key);
        return true;
      });
      memory.remove(key);
      if (isRemoved === true) inMemory.delete(key);
      else inMemory.add(key);
    },
  };
}

/** Reports the key that another tab changed: browsers never report a page's own changes. Returns what stops it. */
export function listenToProfile(onChange: (key: string) => void): () => void {
  const changed = ({ key, storageArea }: StorageEvent): void => {
    if (storageArea === localStorage && key !== null) onChange(key);
  };
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}

function memoryStorage(): KeyValueStorage {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
}
