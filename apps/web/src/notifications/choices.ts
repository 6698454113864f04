import type { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { ProfileStorage } from './profileStorage.ts';

/** What a user has decided in this browser profile; what is left out, they have not. */
const Choices = v.object({
  notifications: v.optional(v.picklist(['on', 'off'])),
  whileClosed: v.optional(v.picklist(['on', 'off'])),
});
export type Choices = v.InferOutput<typeof Choices>;

const keyOf = (userId: UserId): string => `ringback.notifications.${userId}`;

export function readChoices(storage: ProfileStorage, userId: UserId): Choices {
  try {
    const choices = v.safeParse(Choices, JSON.parse(storage.getItem(keyOf(userId)) ?? '{}'));
    return choices.success ? choices.output : {};
  } catch {
    return {};
  }
}

export function writeChoices(storage: ProfileStorage, userId: UserId, change: Choices): void {
  storage.setItem(keyOf(userId), JSON.stringify({ ...readChoices(storage, userId), ...change }));
}

/** Tells when another tab has written the choices of a user. Returns what stops it. */
export function watchChoices(userId: UserId, onChange: () => void): () => void {
  const changed = ({ key }: StorageEvent): void => {
    if (key === keyOf(userId)) onChange();
  };
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}
