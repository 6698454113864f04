import * as v from 'valibot';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';
import type { MediaDeviceType } from './mediaDevices.ts';

const storageKey = 'ringback.equipment';
/** Browsers use hashes of at most 64 characters; the limit only bounds foreign content. */
const StoredDeviceId = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

const PreferredDevices = v.object({
  microphone: v.optional(StoredDeviceId),
  camera: v.optional(StoredDeviceId),
  speaker: v.optional(StoredDeviceId),
});

/** The ids of the devices that this browser profile used last; absent means the browser's default. */
export interface PreferredDevices {
  readonly microphone?: string | undefined;
  readonly camera?: string | undefined;
  readonly speaker?: string | undefined;
}

/** Unreadable content counts as no preference. */
export function readPreferredDevices(storage: KeyValueStorage): PreferredDevices {
  return readJson(storage, storageKey, PreferredDevices) ?? {};
}

/** Remembers one preference beside those that other tabs saved. */
export function savePreferredDevice(storage: KeyValueStorage, kind: MediaDeviceType, id: string): void {
  storage.set(storageKey, JSON.stringify({ ...readPreferredDevices(storage), [kind]: id }));
}
