import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { BackgroundBlur, defaultProcessing, NoiseSuppression } from '../media/processing/processing.ts';
import type { KeyValueStorage, ProfileStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';
import { PublicStore } from '../platform/store.ts';
import { corners } from './ownPicturePlace.ts';

const storageKey = 'ringback.device';

/** A loudness from 0 (silent) to 1. */
const Volume = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** An output that rings; the label finds it where the browser has given it a new id. */
const RingOutput = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  label: v.pipe(v.string(), v.maxLength(256)),
});

/** The ringtones, by name; all are made in code. */
export const ringtoneNames = ['marimba', 'bells', 'pulse', 'classic'] as const;
export type RingtoneName = (typeof ringtoneNames)[number];

/** Each field on its own: one that another version wrote differently does not cost the others. */
const StoredPreferences = v.object({
  noiseSuppression: v.fallback(NoiseSuppression, defaultProcessing.noiseSuppression),
  backgroundBlur: v.fallback(BackgroundBlur, defaultProcessing.backgroundBlur),
  speakerVolume: v.fallback(Volume, 1),
  ringOn: v.fallback(v.nullable(RingOutput), null),
  ringVolume: v.fallback(Volume, 1),
  ringtone: v.fallback(v.picklist(ringtoneNames), 'marimba'),
  callSounds: v.fallback(v.boolean(), true),
  reactionSounds: v.fallback(v.boolean(), true),
  tileCorner: v.fallback(v.picklist(corners), 'bottomRight'),
});

/**
 * What belongs to this device rather than to its user, and is kept in the browser profile. `ringOn`: null rings on all
 * speakers. Volumes go from 0 to 1. `callSounds`: the tones of what happens in a call;
 * `reactionSounds`: those of reactions and raised hands. `tileCorner`: where a small call floats.
 */
export type DevicePreferences = Readonly<v.InferOutput<typeof StoredPreferences>>;

/** Those of a device on which nothing was chosen yet. */
export const defaultDevicePreferences: DevicePreferences = v.parse(StoredPreferences, {});

/** Actions on the preferences of this device. */
export interface DevicePreferenceActions {
  /** Changes the named preferences, in all tabs of this browser profile. */
  change(change: Partial<DevicePreferences>): void;
}

/** The only writer of the preferences of this device. */
export class DevicePreferenceStore extends PublicStore<DevicePreferences> implements DevicePreferenceActions {
  readonly #storage: ProfileStorage;
  readonly #store: StoreApi<DevicePreferences>;
  readonly #stopListening: () => void;

  constructor(storage: ProfileStorage) {
    const store = createStore<DevicePreferences>(() => readDevicePreferences(storage));
    super(store);
    this.#store = store;
    this.#storage = storage;
    this.#stopListening = storage.listen((key) => {
      if (key === storageKey) store.setState(readDevicePreferences(storage));
    });
  }

  change(change: Partial<DevicePreferences>): void {
    const changed = { ...readDevicePreferences(this.#storage), ...change };
    this.#storage.set(storageKey, JSON.stringify(changed));
    this.#store.setState(changed);
  }

  close(): void {
    this.#stopListening();
  }
}

/** Unreadable content counts as no preference. */
export function readDevicePreferences(storage: KeyValueStorage): DevicePreferences {
  return readJson(storage, storageKey, StoredPreferences) ?? defaultDevicePreferences;
}
