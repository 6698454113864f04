import { ringtoneNames } from '@ringback/client';
import { BellRing, Play, Square } from 'lucide-react';
import { Button } from '../../../ui/controls/Button.tsx';
import { SelectField } from '../../../ui/fields/SelectField.tsx';
import { VolumeField } from '../../../ui/fields/VolumeField.tsx';
import { defaultSpeakerId, ringSpeakerIds } from '../sound/speakers.ts';
import { DeviceSelect } from './DeviceSelect.tsx';
import styles from './DeviceFields.module.css';
import { text } from './devicesText.ts';
import { ringtoneSound, testSound, useSample } from './samples.ts';
import { useDevices, usePreferences } from './useDevices.ts';

/** The value of "All speakers"; ids of devices are never empty. */
const allSpeakers = '';

/** Where the other side is heard, and how loud. */
export function SpeakerFields() {
  const { choices } = useDevices();
  const { speakerVolume, change } = usePreferences();
  const speakerIds = [choices.speaker.currentId ?? defaultSpeakerId];
  const { isPlaying, toggle } = useSample(testSound, { volume: speakerVolume, speakerIds });
  return (
    <div className={styles['group']}>
      <DeviceSelect kind="speaker" />
      <VolumeField
        label={text.speakerVolume}
        value={speakerVolume}
        onChange={(volume) => change({ speakerVolume: volume })}
      />
      <Button icon={isPlaying ? Square : Play} onClick={toggle}>
        {isPlaying ? text.stopTest : text.testSpeaker}
      </Button>
    </div>
  );
}

/** Where calls ring, how loud, and with which tone. */
export function RingFields() {
  const { ringVolume, ringtone, change } = usePreferences();
  return (
    <div className={styles['group']}>
      <RingOutput />
      <VolumeField
        label={text.ringVolume}
        value={ringVolume}
        onChange={(volume) => change({ ringVolume: volume })}
      />
      <SelectField
        label={text.ringtone}
        options={ringtoneNames.map((name) => ({ value: name, label: text.ringtones[name] }))}
        value={ringtone}
        onChange={(value) => {
          const name = ringtoneNames.find((each) => each === value);
          if (name !== undefined) change({ ringtone: name });
        }}
      />
      <RingtoneSample />
    </div>
  );
}

/** Shown where the browser lets pages choose a speaker, and there is more than one. */
function RingOutput() {
  const { devices } = useDevices().choices.speaker;
  const { ringOn, change } = usePreferences();
  if (devices.length === 0) return null;
  const chosen = devices.find(({ id }) => id === ringOn?.id);
  return (
    <SelectField
      label={text.ringOn}
      icon={BellRing}
      options={[
        { value: allSpeakers, label: text.allSpeakers },
        ...devices.map(({ id, label }) => ({ value: id, label })),
      ]}
      value={chosen?.id ?? allSpeakers}
      onChange={(value) => {
        const device = devices.find(({ id }) => id === value);
        change({ ringOn: device === undefined ? null : { id: device.id, label: device.label } });
      }}
    />
  );
}

function RingtoneSample() {
  const { devices } = useDevices().choices.speaker;
  const { ringOn, ringVolume, ringtone } = usePreferences();
  const speakerIds = ringSpeakerIds(devices, ringOn);
  const sound = () => ringtoneSound(ringtone);
  const { isPlaying, toggle } = useSample(sound, { volume: ringVolume, speakerIds });
  return (
    <Button icon={isPlaying ? Square : Play} onClick={toggle}>
      {isPlaying ? text.stopRingtone : text.playRingtone}
    </Button>
  );
}
