import type { DeviceId, EndCause, Entry, EntryDetail, EntryLabel } from '@ringback/protocol';
import { formatDuration } from '../../ui/duration.ts';

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

/** Why a call failed or was lost, as far as that is known. */
const causes: { readonly [C in EndCause]: string } = {
  connectTimeout: 'No path between the two networks was found in time.',
  noCandidates: 'The network gave the browser no way out for calls.',
  iceFailed: 'No path between the two networks worked.',
  silent: 'Nothing came through any more.',
  peerClosed: 'The other browser closed the connection.',
  setupFailed: 'The two browsers could not agree on how to talk.',
  rejoining: 'A page was reloaded, and did not get back in time.',
  deviceGone: 'A device went away, and did not come back.',
  timeout: 'It took too long.',
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

/** Only answers are told apart: that a call was placed in a tab that is gone by now helps nobody. */
function isElsewhere({ direction, deviceId }: Entry, myDeviceId: DeviceId | undefined): boolean {
  return direction === 'incoming' && deviceId !== undefined && deviceId !== myDeviceId;
}

/** Why it ended so, in a sentence; undefined where nothing is known or nothing needs saying. */
export function causeText({ cause }: Entry): string | undefined {
  return cause === undefined ? undefined : causes[cause];
}

/** "Outgoing voice call". */
export function kindText({ direction, media }: Entry): string {
  return `${direction === 'outgoing' ? 'Outgoing' : 'Incoming'} ${media === 'audio' ? 'voice' : 'video'} call`;
}

/** The name of the button that calls the same person once more. */
export function callButtonText({ direction, peer: { name } }: Entry): string {
  return direction === 'incoming' ? `Call ${name} back` : `Call ${name} again`;
}
