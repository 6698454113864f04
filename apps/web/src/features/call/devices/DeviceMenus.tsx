import type { CurrentCall } from '@ringback/client';
import styles from './DeviceFields.module.css';
import { CameraFields, MicrophoneFields } from './InputFields.tsx';
import { blurNote, noiseNote } from './processingNotes.ts';
import { RingFields, SpeakerFields } from './SoundFields.tsx';

/** Everything that is heard in a call. */
export function MicrophoneMenu({ call }: { readonly call: CurrentCall }) {
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
export function CameraMenu({ call }: { readonly call: CurrentCall }) {
  return (
    <div className={styles['menu']}>
      <CameraFields note={blurNote(call.processing.video)} />
    </div>
  );
}
