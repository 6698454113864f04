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

/** A browser that forbids storage throws on first access; the tab then only forgets its sign-in on reload. */
export function browserStorage(open: () => Storage): KeyValueStorage {
  try {
    const store = open();
    return {
      get: (key) => store.getItem(key),
      set: (key, value) => store.setItem(key, value),
      remove: (key) => store.removeItem(key),
    };
  } catch {
    return memoryStorage();
  }
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
