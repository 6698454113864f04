import type { DevicePreferences } from '@ringback/client';
import { SegmentedField, type Segment, type SegmentNote } from '../../../ui/fields/SegmentedField.tsx';
import { DeviceSelect } from './DeviceSelect.tsx';
import styles from './DeviceFields.module.css';
import { text } from './devicesText.ts';
import { LevelBar } from './LevelBar.tsx';
import { usePreferences } from './useDevices.ts';

type Noise = DevicePreferences['noiseSuppression'];
type Blur = DevicePreferences['backgroundBlur'];

const noiseSegments: readonly Segment<Noise>[] = (['off', 'browser', 'strong'] as const).map((value) => ({
  value,
  label: text.noise[value],
}));
const blurSegments: readonly Segment<Blur>[] = (['off', 'light', 'strong'] as const).map((value) => ({
  value,
  label: text.blur[value],
}));

/** The microphone with its level, and what is done about noise. */
export function MicrophoneFields({
  track,
  note,
}: {
  /** Its level is shown while there is one. */
  readonly track: MediaStreamTrack | undefined;
  /** What became of the noise suppression. */
  readonly note?: SegmentNote | undefined;
}) {
  const { noiseSuppression, change } = usePreferences();
  return (
    <div className={styles['group']}>
      <DeviceSelect kind="microphone" />
      {track !== undefined && <LevelBar track={track} />}
      <SegmentedField
        label={text.noiseSuppression}
        segments={noiseSegments}
        value={noiseSuppression}
        note={note}
        onChange={(value) => change({ noiseSuppression: value })}
      />
    </div>
  );
}

/** The camera, and what is done about its background. */
export function CameraFields({ note }: { readonly note?: SegmentNote | undefined }) {
  const { backgroundBlur, change } = usePreferences();
  return (
    <div className={styles['group']}>
      <DeviceSelect kind="camera" />
      <SegmentedField
        label={text.backgroundBlur}
        segments={blurSegments}
        value={backgroundBlur}
        note={note}
        onChange={(value) => change({ backgroundBlur: value })}
      />
    </div>
  );
}
