import type { Outcome } from '@ringback/client';
import type { EndCause } from '@ringback/protocol';
import { carried } from '../../../i18n/carried.ts';

/** What happened, and what to make of it. */
interface OutcomeText {
  readonly happened: string;
  readonly help: string;
}

/** The words of the after-call dialog. They claim nothing about the other side that is not known. */
export function outcomeText({ reason, cause, media, peer: { name } }: Outcome): OutcomeText {
  switch (reason) {
    case 'noAnswer':
      return {
        happened: 'No answer',
        help: `It rang, but ${name} did not pick up. They will see that you called.`,
      };
    case 'declined':
      return { happened: `${name} declined`, help: 'This is not a good moment for them. Try again later.' };
    case 'busy':
      return { happened: `${name} is busy`, help: 'They are on another call. Try again in a few minutes.' };
    case 'unreachable':
      return {
        happened: `Couldn't reach ${name}`,
        help: 'It did not ring on any of their devices. They may be offline, or their device is switched off.',
      };
    case 'connectFailed':
      return { happened: 'Call failed', help: failedHelp(cause, media, name) };
    case 'connectionLost':
      return { happened: 'Connection lost', help: lostHelp(cause, name) };
  }
}

/** Why a call that was answered never carried a word, and what to do. */
function failedHelp(cause: EndCause | undefined, media: Outcome['media'], name: string): string {
  switch (cause) {
    case 'noCandidates':
      return 'This network gave your browser no way out for calls. Try another network, or switch a VPN off.';
    case 'connectTimeout':
    case 'iceFailed':
    case 'silent':
      return 'No path was found between your network and theirs. Try again, or from another network; Check-up tests yours.';
    case 'setupFailed':
      return 'The two browsers could not agree on how to talk. Reload this page and try again; an older browser may need an update.';
    case 'deviceGone':
      return `The device of ${name} went away before the call connected. Try again in a moment.`;
    case 'peerClosed':
    case 'rejoining':
    case 'timeout':
    case undefined:
      return `The ${carried[media]} did not get through in time. Try again; Check-up tests your side.`;
  }
}

/** Why a call that was going on broke off, and what to do. */
function lostHelp(cause: EndCause | undefined, name: string): string {
  switch (cause) {
    case 'deviceGone':
      return `One of the two devices went away and did not come back. Call ${name} again when you are ready.`;
    case 'rejoining':
    case 'timeout':
      return 'The call could not be picked up again in time. Call again.';
    case 'connectTimeout':
    case 'noCandidates':
    case 'iceFailed':
    case 'silent':
    case 'peerClosed':
    case 'setupFailed':
    case undefined:
      return 'The network between you broke, and no other way was found. Check your connection, then call again.';
  }
}
