import * as v from 'valibot';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';
import type { MediaDeviceType } from './mediaDevices.ts';

const key = 'ringback.equipment';
/** The browser's names are hashes of at most 64 characters; the rest is for what others may do. */
const PieceId = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

const PreferredDevices = v.object({
  microphone: v.optional(PieceId),
  camera: v.optional(PieceId),
  speaker: v.optional(PieceId),
});

/** What was chosen last in this browser profile, by id; absent: whatever the browser prefers. */
export interface PreferredDevices {
  readonly microphone?: string | undefined;
  readonly camera?: string | undefined;
  readonly speaker?: string | undefined;
}

/** Reads what was chosen; nothing, where what is kept is not usable. */
export function readPreferredDevices(storage: KeyValueStorage): PreferredDevices {
  return readJson(storage, key, PreferredDevices) ?? {};
}

/** Remembers one choice, beside those of other tabs. */
export function savePreferredDevice(storage: KeyValueStorage, kind: MediaDeviceType, id: string): void {
  storage.set(key, JSON.stringify({ ...readPreferredDevices(storage), [kind]: id }));
}
