import * as v from 'valibot';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';
import type { MediaDevice, MediaDevices, MediaDeviceType } from './mediaDevices.ts';

const storageKey = 'ringback.equipment';
/** Browsers use ids of at most 64 characters, and labels are cut; the limit only bounds foreign content. */
const StoredText = v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(256)));
const StoredTexts = v.object({ microphone: StoredText, camera: StoredText, speaker: StoredText });

/** The ids stand where earlier versions wrote them, and read them. */
const StoredDevices = v.object({
  ...StoredTexts.entries,
  labels: v.fallback(v.optional(StoredTexts), undefined),
});

/** A device that the user picked. */
export interface PreferredDevice {
  readonly id: string;
  /** Finds the device where the browser has given it a new id; absent while unknown. */
  readonly label?: string;
}

/** The devices that this browser profile used last; absent means the browser's default. */
export type PreferredDevices = { readonly [Type in MediaDeviceType]?: PreferredDevice };

/** Unreadable content counts as no preference. */
export function readPreferredDevices(storage: KeyValueStorage): PreferredDevices {
  const { labels, ...ids } = readJson(storage, storageKey, StoredDevices) ?? {};
  const read = (type: MediaDeviceType): PreferredDevices => {
    const [id, label] = [ids[type], labels?.[type]];
    return id === undefined ? {} : { [type]: { id, ...(label !== undefined && { label }) } };
  };
  return { ...read('microphone'), ...read('camera'), ...read('speaker') };
}

/** Remembers one preference beside those that other tabs saved. */
export function savePreferredDevice(
  storage: KeyValueStorage,
  type: MediaDeviceType,
  device: PreferredDevice,
): void {
  const devices = Object.entries({ ...readPreferredDevices(storage), [type]: device });
  const ids = Object.fromEntries(devices.map(([each, { id }]) => [each, id]));
  const labels = Object.fromEntries(devices.map(([each, { label }]) => [each, label]));
  storage.set(storageKey, JSON.stringify({ ...ids, labels }));
}

/** Remembers the labels of devices whose ids an earlier version saved alone. */
export function savePreferredLabels(storage: KeyValueStorage, { devices }: MediaDevices): void {
  const preferred = readPreferredDevices(storage);
  for (const type of ['microphone', 'camera', 'speaker'] as const) {
    const { id, label } = preferred[type] ?? {};
    const listed = devices[type].find((device) => device.id === id);
    if (listed !== undefined && label === undefined)
      savePreferredDevice(storage, type, { id: listed.id, label: listed.label });
  }
}

/** The preferred device among those that are plugged in, by its id, or by its label if no id fits. */
export function findPreferred(
  devices: readonly MediaDevice[],
  preferred: PreferredDevice | undefined,
): MediaDevice | undefined {
  if (preferred === undefined) return undefined;
  const { id, label } = preferred;
  return devices.find((device) => device.id === id) ?? devices.find((device) => device.label === label);
}
