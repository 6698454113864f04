import type { CurrentCall } from '@ringback/client';
import { Camera, SlidersHorizontal, SwitchCamera } from 'lucide-react';
import { buttonEntry, type ControlEntry, type MenuEntry } from '../stage/controlEntry.ts';
import { text } from './devicesText.ts';
import styles from './DeviceFields.module.css';
import { CameraFields, MicrophoneFields } from './InputFields.tsx';
import { blurNote, noiseNote } from './processingNotes.ts';
import { RingFields, SpeakerFields } from './SoundFields.tsx';

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

/** Everything that is heard in a call. */
function MicrophoneMenu({ call }: { readonly call: CurrentCall }) {
  const [track] = call.localAudio?.getAudioTracks() ?? [];
  return (
    <div className={styles['menu']}>
      <MicrophoneFields track={track} note={noiseNote(call.processing.audio)} />
      <SpeakerFields />
      <RingFields />
    </div>
  );
}

/** Everything that is seen of the user. */
function CameraMenu({ call }: { readonly call: CurrentCall }) {
  return (
    <div className={styles['menu']}>
      <CameraFields note={blurNote(call.processing.video)} />
    </div>
  );
}
