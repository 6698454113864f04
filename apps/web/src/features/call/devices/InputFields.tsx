import { DeviceSelect } from './DeviceSelect.tsx';
import styles from './DeviceFields.module.css';
import { LevelBar } from './LevelBar.tsx';

/** The microphone with its level. */
export function MicrophoneFields({
  track,
}: {
  /** Its level is shown while there is one. */
  readonly track: MediaStreamTrack | undefined;
}) {
  return (
    <div className={styles['group']}>
      <DeviceSelect kind="microphone" />
      {track !== undefined && <LevelBar track={track} />}
    </div>
  );
}

/** The camera. */
export function CameraFields() {
  return (
    <div className={styles['group']}>
      <DeviceSelect kind="camera" />
    </div>
  );
}
