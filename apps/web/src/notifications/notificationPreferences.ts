import type { UserId } from '@ringback/protocol';
import * as v from 'valibot';

/** The part of `localStorage` in use; it outlives the tabs of a browser profile. */
export type ProfileStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** The browser's local storage, which never throws: where it is forbidden or full, values last as long as this tab. */
export function profileStorage(): ProfileStorage {
  const unsaved = new Map<string, string>();
  return {
    getItem: (key) => unsaved.get(key) ?? read(key),
    setItem: (key, value) => {
      unsaved.delete(key);
      if (!write(key, value)) unsaved.set(key, value);
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

/** A user's choices in this browser profile; a choice is absent until the user makes it. */
const NotificationPreferences = v.object({
  notifications: v.optional(v.picklist(['on', 'off'])),
  whileClosed: v.optional(v.picklist(['on', 'off'])),
});
export type NotificationPreferences = v.InferOutput<typeof NotificationPreferences>;

const keyOf = (userId: UserId): string => `ringback.notifications.${userId}`;

export function readPreferences(storage: ProfileStorage, userId: UserId): NotificationPreferences {
  try {
    const stored = v.safeParse(NotificationPreferences, JSON.parse(storage.getItem(keyOf(userId)) ?? '{}'));
    return stored.success ? stored.output : {};
  } catch {
    return {};
  }
}

export function writePreferences(
  storage: ProfileStorage,
  userId: UserId,
  change: NotificationPreferences,
): void {
  storage.setItem(keyOf(userId), JSON.stringify({ ...readPreferences(storage, userId), ...change }));
}

/** Calls `onChange` when another tab writes the preferences of a user. Returns a function that stops it. */
export function watchPreferences(userId: UserId, onChange: () => void): () => void {
  const onStorage = ({ key }: StorageEvent): void => {
    if (key === keyOf(userId)) onChange();
  };
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
}
