import type { CurrentCall, DeviceChoices, MediaDeviceType } from '@ringback/client';
import { ChevronDown, Mic, Video, Volume2, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import styles from './DevicePickers.module.css';
import { text } from '../text/callText.ts';

/** Lets the user change microphone, camera and speaker. */
export function DevicePickers({ call }: { readonly call: CurrentCall }) {
  return (
    <div className={styles['pickers']}>
      <Picker kind="microphone" choices={call.choices.microphone} pick={call.selectMicrophone} />
      <Picker kind="camera" choices={call.choices.camera} pick={call.selectCamera} />
      <Picker kind="speaker" choices={call.choices.speaker} pick={call.selectSpeaker} />
    </div>
  );
}

const icons = { microphone: Mic, camera: Video, speaker: Volume2 } as const satisfies Record<
  MediaDeviceType,
  LucideIcon
>;

function Picker({
  kind,
  choices: { devices, currentId, isUnnamed },
  pick,
}: {
  readonly kind: MediaDeviceType;
  readonly choices: DeviceChoices;
  readonly pick: ((mediaDeviceId: string) => void) | undefined;
}) {
  const id = useId();
  const Icon = icons[kind];
  const label = (
    <>
      <Icon aria-hidden="true" size={15} strokeWidth={2.2} /> {text.devices[kind]}
    </>
  );
  if (pick === undefined) {
    const { none, unnamed } = text.noChoice[kind];
    return (
      <div className={styles['picker']}>
        <span className={styles['label']}>{label}</span>
        <p className={styles['why']}>{isUnnamed ? unnamed : none}</p>
      </div>
    );
  }
  return (
    <div className={styles['picker']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <div className={styles['field']}>
        <select
          id={id}
          className={styles['select']}
          value={currentId ?? ''}
          onChange={({ target }) => pick(target.value)}
        >
          {devices.map((device) => (
            <option key={device.id} value={device.id}>
              {device.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden="true" size={18} className={styles['arrow']} />
      </div>
    </div>
  );
}
