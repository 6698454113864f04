/** What outlives the tabs of a browser profile, as far as it is used. */
export type ProfileStorage = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * The browser's own, and nothing that can throw: where it is forbidden or full, what was to be kept holds for this tab
 * alone.
 */
export function profileStorage(): ProfileStorage {
  const unkept = new Map<string, string>();
  return {
    getItem: (key) => unkept.get(key) ?? read(key),
    setItem: (key, value) => {
      unkept.delete(key);
      if (!write(key, value)) unkept.set(key, value);
    },
  };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
