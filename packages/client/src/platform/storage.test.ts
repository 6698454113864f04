import { describe, expect, test } from 'vitest';
import { browserStorage } from './storage.ts';

type Method = 'getItem' | 'setItem' | 'removeItem';

/** A browser's storage whose methods can be made to throw. */
function failingStorage() {
  const values = new Map<string, string>();
  const broken = new Set<Method>();
  const guard = (method: Method): void => {
    if (broken.has(method)) throw new DOMException('The quota is exceeded.', 'QuotaExceededError');
  };
  const storage: Storage = {
    length: 0,
    key: () => null,
    clear: () => values.clear(),
    getItem: (key) => {
      guard('getItem');
      return values.get(key) ?? null;
    },
    setItem: (key, value) => {
      guard('setItem');
      values.set(key, value);
    },
    removeItem: (key) => {
      guard('removeItem');
      values.delete(key);
    },
  };
  return { storage, broken, values };
}

describe('a browser whose storage fails', () => {
  test('forbidden from the start: values last as long as the page', () => {
    const kept = browserStorage(() => {
      throw new DOMException('Forbidden.', 'SecurityError');
    });
    kept.set('a', '1');
    expect(kept.get('a')).toBe('1');
    kept.remove('a');
    expect(kept.get('a')).toBeNull();
  });

  test('full from some moment on: the new value counts, also over an older one that is stored', () => {
    const { storage, broken } = failingStorage();
    const kept = browserStorage(() => storage);
    kept.set('a', 'old');
    broken.add('setItem');
    kept.set('a', 'new');
    expect(kept.get('a')).toBe('new');
  });

  test('room again: the next value is stored', () => {
    const { storage, broken, values } = failingStorage();
    const kept = browserStorage(() => storage);
    broken.add('setItem');
    kept.set('a', '1');
    broken.clear();
    kept.set('a', '2');
    expect(values.get('a')).toBe('2');
    expect(kept.get('a')).toBe('2');
  });

  test('read-only: what was removed stays away', () => {
    const { storage, broken } = failingStorage();
    const kept = browserStorage(() => storage);
    kept.set('a', '1');
    broken.add('removeItem').add('setItem');
    kept.remove('a');
    expect(kept.get('a')).toBeNull();
  });

  test('reading fails: nothing is stored, and nothing throws', () => {
    const { storage, broken } = failingStorage();
    const kept = browserStorage(() => storage);
    broken.add('getItem');
    expect(kept.get('a')).toBeNull();
  });

  test('reading fails later: what was read or stored before is still known', () => {
    const { storage, broken, values } = failingStorage();
    values.set('read', '1');
    const kept = browserStorage(() => storage);
    kept.get('read');
    kept.set('stored', '2');
    broken.add('getItem');
    expect([kept.get('read'), kept.get('stored')]).toEqual(['1', '2']);
  });
});
