/** Storage in memory. */
export interface FakeStorage {
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string) => void;
  readonly remove: (key: string) => void;
  /** Reports every change. */
  readonly listen: (onChange: (key: string) => void) => () => void;
  /** What a duplicated tab starts with. */
  readonly copy: () => FakeStorage;
}

export function createFakeStorage(initial: ReadonlyMap<string, string> = new Map()): FakeStorage {
  const values = new Map(initial);
  const listeners = new Set<(key: string) => void>();
  const changed = (key: string): void => {
    for (const listener of listeners) listener(key);
  };
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => {
      values.set(key, value);
      changed(key);
    },
    remove: (key) => {
      values.delete(key);
      changed(key);
    },
    listen: (onChange) => {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    copy: () => createFakeStorage(values),
  };
}

/** The locks of one browser profile. */
export interface FakeLocks {
  readonly take: (name: string) => Promise<(() => void) | undefined>;
  readonly countHeld: (prefix: string) => Promise<number>;
}

export function createFakeLocks(): FakeLocks {
  const held = new Set<string>();
  return {
    take: (name) => {
      if (held.has(name)) return Promise.resolve(undefined);
      held.add(name);
      return Promise.resolve(() => void held.delete(name));
    },
    countHeld: (prefix) => Promise.resolve([...held].filter((name) => name.startsWith(prefix)).length),
  };
}
