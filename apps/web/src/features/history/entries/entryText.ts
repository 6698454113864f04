import type { DeviceId, Entry, EntryDetail, EntryLabel } from '@ringback/protocol';
import { formatDuration } from '../../../ui/time/formatTime.ts';

const labels: { readonly [L in Exclude<EntryLabel, 'answered'>]: string } = {
  canceled: 'Canceled',
  noAnswer: 'No answer',
  missed: 'Missed',
  declined: 'Declined',
  busy: 'Busy',
  failed: 'Failed',
};

const details: { readonly [D in EntryDetail]: string } = {
  notReached: "couldn't be reached",
  silenced: 'silenced',
  onAnotherCall: 'while on another call',
  connectionLost: 'connection lost',
};

/** The outcome of a call in one or two words, or its duration if it was answered. */
export function labelText({ label, durationMs }: Entry): string {
  return label === 'answered' ? formatDuration(durationMs ?? 0) : labels[label];
}

/** Details to add to the label, such as "on another device". */
export function detailTexts(entry: Entry, myDeviceId: DeviceId | undefined): readonly string[] {
  return [
    ...(entry.detail === undefined ? [] : [details[entry.detail]]),
    ...(entry.urgent ? ['urgent'] : []),
    ...(isElsewhere(entry, myDeviceId) ? ['on another device'] : []),
  ];
}

/** Whether another device of the user answered or declined. Of calls that the user placed, the device does not matter. */
export function isElsewhere({ direction, deviceId }: Entry, myDeviceId: DeviceId | undefined): boolean {
  return direction === 'incoming' && deviceId !== undefined && deviceId !== myDeviceId;
}

/** "Outgoing voice call". */
export function kindText({ direction, media }: Entry): string {
  return `${direction === 'outgoing' ? 'Outgoing' : 'Incoming'} ${media === 'audio' ? 'voice' : 'video'} call`;
}

/** The label of the button that calls the same person again. */
export function callButtonText({ direction, peer: { name } }: Entry): string {
  return direction === 'incoming' ? `Call ${name} back` : `Call ${name} again`;
}
