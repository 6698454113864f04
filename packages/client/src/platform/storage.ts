import * as v from 'valibot';
import type { KeyValueStorage, ProfileStorage } from './ports.ts';

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
 * instead, and forgotten on reload; what it took and no longer gives is remembered as it was.
 */
export function browserStorage(open: () => Storage): KeyValueStorage {
  /** The latest value of each key that was used, null for none. */
  const known = new Map<string, string | null>();
  /** Keys whose latest value, or absence, the browser did not take. */
  const inMemory = new Set<string>();
  let store: Storage | undefined;
  const attempt = <Value>(act: (opened: Storage) => Value): { readonly value: Value } | undefined => {
    try {
      store ??= open();
      return { value: act(store) };
    } catch {
      return undefined;
    }
  };
  const change = (key: string, value: string | null, act: (opened: Storage) => void): void => {
    known.set(key, value);
    if (attempt(act) === undefined) inMemory.add(key);
    else inMemory.delete(key);
  };
  return {
    get: (key) => {
      const read = inMemory.has(key) ? undefined : attempt((opened) => opened.getItem(key));
      if (read !== undefined) known.set(key, read.value);
      return known.get(key) ?? null;
    },
    set: (key, value) => change(key, value, (opened) => opened.setItem(key, value)),
    remove: (key) => change(key, null, (opened) => opened.removeItem(key)),
  };
}

/** What lives as long as the tab. One object for the whole page, so that all see what only memory took. */
export const browserTabStorage = browserStorage(() => sessionStorage);

/** What all tabs of the browser profile share. */
export const browserProfileStorage: ProfileStorage = {
  ...browserStorage(() => localStorage),
  listen: listenToProfile,
};

/** Reports the key that another tab changed: browsers never report a page's own changes. Returns what stops it. */
function listenToProfile(onChange: (key: string) => void): () => void {
  const changed = ({ key, storageArea }: StorageEvent): void => {
    if (key !== null && isProfileStorage(storageArea)) onChange(key);
  };
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}

/** False where storage is forbidden. */
function isProfileStorage(area: Storage | null): boolean {
  try {
    return area === localStorage;
  } catch {
    return false;
  }
}
