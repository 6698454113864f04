import type { DeviceChoices, DevicePreferences, DeviceSelection } from '@ringback/client';
import { useStore } from 'zustand';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useCalls } from '../../../engine/storeHooks.ts';

const nothing: DeviceChoices = { devices: [], currentId: null, isUnnamed: false };
const noDevices: DeviceSelection = {
  choices: { microphone: nothing, camera: nothing, speaker: nothing },
  select: () => {},
  refresh: () => {},
};

/** The devices of this machine. They can be chosen before and during calls. */
export function useDevices(): DeviceSelection {
  return useCalls(({ devices }) => devices) ?? noDevices;
}

/** The preferences of this device, and how to change them. */
export function usePreferences(): DevicePreferences & {
  readonly change: (change: Partial<DevicePreferences>) => void;
} {
  const { devicePreferences } = useEngine();
  return { ...useStore(devicePreferences), change: (change) => devicePreferences.change(change) };
}
