import type { MediaDeviceType } from '@ringback/client';
import { Mic, Video, Volume2, type LucideIcon } from 'lucide-react';
import { SelectField } from '../../../ui/fields/SelectField.tsx';
import { text } from './devicesText.ts';
import { useDevices } from './useDevices.ts';

const icons = { microphone: Mic, camera: Video, speaker: Volume2 } as const satisfies Record<
  MediaDeviceType,
  LucideIcon
>;

/** The devices of one kind, of which one is used. */
export function DeviceSelect({ kind }: { readonly kind: MediaDeviceType }) {
  const { choices, select } = useDevices();
  const { devices, currentId, isUnnamed } = choices[kind];
  return (
    <SelectField
      label={text.devices[kind]}
      icon={icons[kind]}
      options={devices.map(({ id, label }) => ({ value: id, label }))}
      value={currentId ?? ''}
      why={text.noChoice[kind][isUnnamed ? 'unnamed' : 'none']}
      onChange={(id) => select(kind, id)}
    />
  );
}
