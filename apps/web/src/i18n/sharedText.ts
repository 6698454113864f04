import type { CallScreen, OfflineReason } from '@ringback/client';
import type { Media } from '@ringback/protocol';
import { formatDuration } from '../ui/time/formatTime.ts';

/*
 * Words that several features share.
 */

/** What Check-up and the disabled call buttons say of a browser without WebRTC. */
export const cannotCall = {
  message: "This browser can't make calls.",
  advice:
    'Use a current Chrome, Edge, Firefox or Safari, and look for a privacy setting that switches calls off.',
} as const;

/** What Check-up and the disabled call buttons say where only HTTP gets through. */
export const noWebsockets = {
  message: 'Something between you and the server blocks websockets.',
  advice: 'Allow them in the proxy or firewall, or try another network.',
} as const;

/** The status line while this tab is not connected. */
export const offlineText = {
  unknown: 'Offline. Reconnecting…',
  tooManyTabs: 'Ringback is open in too many tabs.',
  serverBusy: 'The server is busy. Trying again…',
  noWebsockets: `Offline. ${noWebsockets.message}`,
} as const satisfies Record<OfflineReason | 'unknown', string>;

/** Why no call can be placed, shown beside the disabled buttons. */
export const whyNotCall = {
  connecting: 'Connecting to the server…',
  offline: "You can't call while the server can't be reached.",
  inCall: "You're on a call.",
  serverBusy: "You can't call while the server is busy.",
  tooManyTabs: 'Ringback is open in too many tabs. Close some to call from this one.',
  noWebsockets: `${noWebsockets.message} ${noWebsockets.advice}`,
  unsupported: `${cannotCall.message} ${cannotCall.advice}`,
} as const satisfies Record<NonNullable<CallScreen['cannotPlace']> | OfflineReason | 'connecting', string>;

/** Messages about a call that did not come about, each sent with one press. */
export const quickReplies = [
  'Sorry, called by accident',
  'Can’t talk now, call you later',
  'Call me when you’re free',
] as const;

/** What a notice says after a person's calls were blocked. */
export function callsBlocked(name: string): string {
  return `Calls from ${name} are blocked.`;
}

/** What it says after a person's calls were muted. */
export function callsMuted(name: string): string {
  return `Calls from ${name} won't ring.`;
}

/** What it says after the block was taken back. */
export function callsUnblocked(name: string): string {
  return `Calls from ${name} are unblocked.`;
}

/** What it says after everything that was blocked of a person was taken back. */
export function personUnblocked(name: string): string {
  return `${name} is unblocked.`;
}

const kinds = { audio: 'Voice note', video: 'Video note' } as const satisfies Record<Media, string>;

export function noteKind(media: Media): string {
  return kinds[media];
}

/** Rounded to the nearest second, because a recording that stops at its limit of 30 seconds is a little shorter. */
export function noteDuration(durationMs: number): string {
  return formatDuration(1_000 * Math.round(durationMs / 1_000));
}

/** A note in one line, such as "Voice note from Grace, 0:12, not played". */
export function noteLabel(
  { media, durationMs }: { readonly media: Media; readonly durationMs: number },
  from: string,
  status: string,
): string {
  return `${kinds[media]} from ${from}, ${noteDuration(durationMs)}, ${status}`;
}

export function playedText({
  playedAt,
}: {
  readonly playedAt?: number | undefined;
}): 'played' | 'not played' {
  return playedAt === undefined ? 'not played' : 'played';
}
