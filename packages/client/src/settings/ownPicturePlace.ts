import * as v from 'valibot';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';

const storageKey = 'ringback.ownPicture';

/** The corners of a window, or of the stage of a call. */
export const corners = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const;

const StoredPlace = v.object({ corner: v.picklist(corners), isMinimized: v.boolean() });

/** Where the user wants their own picture in calls. It belongs to the browser profile: screens differ. */
export type OwnPicturePlace = Readonly<v.InferOutput<typeof StoredPlace>>;

/** Unreadable content counts as the place of the first call. */
export function readOwnPicturePlace(storage: KeyValueStorage): OwnPicturePlace {
  return readJson(storage, storageKey, StoredPlace) ?? { corner: 'bottomRight', isMinimized: false };
}

export function saveOwnPicturePlace(storage: KeyValueStorage, place: OwnPicturePlace): void {
  storage.set(storageKey, JSON.stringify(place));
}
