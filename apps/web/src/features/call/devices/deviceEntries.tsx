import type { CurrentCall } from '@ringback/client';
import { Camera, SlidersHorizontal, SwitchCamera } from 'lucide-react';
import { buttonEntry, type ControlEntry, type MenuEntry } from '../stage/controlEntry.ts';
import { CameraMenu, MicrophoneMenu } from './DeviceMenus.tsx';
import { text } from './devicesText.ts';

/** The arrow beside "Mute". */
export function microphoneMenu(call: CurrentCall): MenuEntry {
  return {
    kind: 'menu',
    id: 'microphoneOptions',
    name: text.microphoneOptions,
    icon: SlidersHorizontal,
    joins: 'microphone',
    content: <MicrophoneMenu call={call} />,
  };
}

/** The arrow beside the camera's button. */
export function cameraMenu(call: CurrentCall): MenuEntry {
  return {
    kind: 'menu',
    id: 'cameraOptions',
    name: text.cameraOptions,
    icon: Camera,
    joins: 'camera',
    content: <CameraMenu call={call} />,
  };
}

/** On phones, where the cameras look both ways. */
export function flipEntry({ flipCamera }: CurrentCall): ControlEntry | undefined {
  return buttonEntry(flipCamera, { id: 'flipCamera', name: text.flipCamera, icon: SwitchCamera });
}
