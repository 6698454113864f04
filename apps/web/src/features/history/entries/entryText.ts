import type { DeviceId, Entry, EntryDetail, EntryLabel } from '@ringback/protocol';
import { formatDuration } from '../../../ui/time/duration.ts';

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

/** The one word for what became of a call, or how long it lasted. */
export function labelText({ label, durationMs }: Entry): string {
  return label === 'answered' ? formatDuration(durationMs ?? 0) : labels[label];
}

/** What is to be added to that word, such as "on another device". */
export function detailTexts(entry: Entry, myDeviceId: DeviceId | undefined): readonly string[] {
  return [
    ...(entry.detail === undefined ? [] : [details[entry.detail]]),
    ...(isElsewhere(entry, myDeviceId) ? ['on another device'] : []),
  ];
}

/**
 * Whether another device of mine answered or declined. Only these are told apart: that a call was placed in a tab that
 * is gone by now helps nobody.
 */
export function isElsewhere({ direction, deviceId }: Entry, myDeviceId: DeviceId | undefined): boolean {
  return direction === 'incoming' && deviceId !== undefined && deviceId !== myDeviceId;
}

/** "Outgoing voice call". */
export function kindText({ direction, media }: Entry): string {
  return `${direction === 'outgoing' ? 'Outgoing' : 'Incoming'} ${media === 'audio' ? 'voice' : 'video'} call`;
}

/** The name of the button that calls the same person once more. */
export function callButtonText({ direction, peer: { name } }: Entry): string {
  return direction === 'incoming' ? `Call ${name} back` : `Call ${name} again`;
}
