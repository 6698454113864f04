import type { KeyValueStorage } from '@ringback/client';
import type { UserId } from '@ringback/protocol';
import * as v from 'valibot';

/** A user's choices in this browser profile; a choice is absent until the user makes it. */
const NotificationPreferences = v.object({
  notifications: v.optional(v.picklist(['on', 'off'])),
  whileClosed: v.optional(v.picklist(['on', 'off'])),
});
export type NotificationPreferences = v.InferOutput<typeof NotificationPreferences>;

const keyOf = (userId: UserId): string => `ringback.notifications.${userId}`;

export function readPreferences(storage: KeyValueStorage, userId: UserId): NotificationPreferences {
  try {
    const stored = v.safeParse(NotificationPreferences, JSON.parse(storage.get(keyOf(userId)) ?? '{}'));
    return stored.success ? stored.output : {};
  } catch {
    return {};
  }
}

export function writePreferences(
  storage: KeyValueStorage,
  userId: UserId,
  change: NotificationPreferences,
): void {
  storage.set(keyOf(userId), JSON.stringify({ ...readPreferences(storage, userId), ...change }));
}

/** Calls `onChange` when another tab writes the preferences of a user. Returns a function that stops it. */
export function watchPreferences(userId: UserId, onChange: () => void): () => void {
  const onStorage = ({ key }: StorageEvent): void => {
    if (key === keyOf(userId)) onChange();
  };
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
}
