import type { CurrentCall } from '@ringback/client';
import { Mic, MicOff, PhoneOff, Video, VideoOff, type LucideIcon } from 'lucide-react';
import styles from './CallControls.module.css';
import { DeviceMenu } from './DeviceMenu.tsx';
import { text } from '../text/callText.ts';

/** The buttons of a call. Each is present exactly while its action is. `onDeviceMenuToggle` is called when the device menu opens or closes. */
export function CallControls({
  call,
  onDeviceMenuToggle,
}: {
  readonly call: CurrentCall;
  readonly onDeviceMenuToggle: (isOpen: boolean) => void;
}) {
  return (
    <div className={styles['controls']} data-controls="">
      <Control label={text.mute} icon={Mic} action={call.mute} />
      <Control label={text.unmute} icon={MicOff} action={call.unmute} isOff />
      <Control label={text.cameraOff} icon={Video} action={call.turnCameraOff} />
      <Control label={text.cameraOn} icon={VideoOff} action={call.turnCameraOn} isOff />
      <DeviceMenu call={call} className={styles['control']} onToggle={onDeviceMenuToggle} />
      <EndButton label={text.cancel} action={call.cancel} />
      <EndButton label={text.hangUp} action={call.hangUp} />
    </div>
  );
}

type Action = (() => void) | undefined;

function Control({
  label,
  icon: Icon,
  action,
  isOff = false,
}: {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly action: Action;
  readonly isOff?: boolean;
}) {
  if (action === undefined) return null;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={styles['control']}
      data-off={isOff}
      onClick={action}
    >
      <Icon aria-hidden="true" size={22} strokeWidth={1.9} />
    </button>
  );
}

function EndButton({ label, action }: { readonly label: string; readonly action: Action }) {
  if (action === undefined) return null;
  return (
    <button type="button" title={label} className={styles['end']} onClick={action}>
      <PhoneOff aria-hidden="true" size={22} strokeWidth={1.9} />
      <span>{label}</span>
    </button>
  );
}
