import type { EndCause, Entry, Media } from '@ringback/protocol';

/*
 * The words for why a call failed or was lost, one row for each cause. The after-call dialog, the call history and the
 * timeline of a call take their sentences from here. None claims anything that is not known.
 */

/** What a call of each kind carries, within a sentence: a voice call has no picture to lose. */
export const mediaNoun: { readonly [M in Media]: string } = {
  audio: 'sound',
  video: 'sound and picture',
};

interface CallPeer {
  readonly media: Media;
  readonly name: string;
}

interface CauseText {
  /** What broke, within a sentence; said of a whole call as well as of one of its links. */
  readonly clause: string;
  /** What to do, in the history. */
  readonly advice: string;
  /** Why an answered call never connected, and what to do, right after the call. */
  readonly whenFailed: (peer: CallPeer) => string;
  /** Why a connected call broke off, and what to do, right after the call. */
  readonly whenLost: (peer: CallPeer) => string;
}

const otherNetwork = 'Call again, from another network if you can. Check-up tests yours.';
const callAgain = 'Call again. If that fails as well, reload the page on both sides.';

const noPath = () => "Your networks couldn't connect. Try another network, or run Check-up.";
const tooSlow = ({ media }: CallPeer) =>
  `The ${mediaNoun[media]} didn't get through in time. Try again, or run Check-up.`;
const networkBroke = () =>
  "The connection dropped and couldn't be restored. Check your network, then call again.";
const notPickedUp = () => "The call couldn't be picked up in time. Call again.";

const texts: { readonly [C in EndCause]: CauseText } = {
  connectTimeout: {
    clause: 'no path between the two networks was found in time',
    advice: otherNetwork,
    whenFailed: noPath,
    whenLost: networkBroke,
  },
  noCandidates: {
    clause: 'the network gave the browser no way out for calls',
    advice: 'Try another network, or switch a VPN off. Check-up tests yours.',
    whenFailed: () => 'This network lets no calls out. Try another network, or turn your VPN off.',
    whenLost: networkBroke,
  },
  iceFailed: {
    clause: 'the path between the two networks failed',
    advice: otherNetwork,
    whenFailed: noPath,
    whenLost: networkBroke,
  },
  silent: {
    clause: 'the network between the two devices went silent',
    advice: otherNetwork,
    whenFailed: noPath,
    whenLost: networkBroke,
  },
  peerClosed: {
    clause: 'the other browser closed the connection',
    advice: callAgain,
    whenFailed: tooSlow,
    whenLost: networkBroke,
  },
  setupFailed: {
    clause: 'the two browsers could not agree on how to talk',
    advice: 'Reload the page before you call again. An older browser may need an update.',
    whenFailed: () =>
      "Your browsers couldn't connect. Reload this page and call again; an older browser may need an update.",
    whenLost: networkBroke,
  },
  rejoining: {
    clause: 'a page was reloaded and had to connect again',
    advice: 'Call again once the page is open on both sides.',
    whenFailed: tooSlow,
    whenLost: notPickedUp,
  },
  notLoaded: {
    clause: 'a page could not load its part for calls',
    advice: 'Reload the page on both sides, then call again.',
    whenFailed: () => "Part of Ringback couldn't be loaded. Reload this page on both sides, then call again.",
    whenLost: () => "Part of Ringback couldn't be loaded. Reload this page on both sides, then call again.",
  },
  deviceGone: {
    clause: 'a device went away and did not come back',
    advice: 'Call again. During the call, both pages have to stay open and both devices awake.',
    whenFailed: ({ name }) =>
      `${name}'s device went offline before the call connected. Try again in a moment.`,
    whenLost: ({ name }) => `One of your devices went offline. Call ${name} again when you're ready.`,
  },
  timeout: {
    clause: 'it took too long',
    advice: 'Call again. Check-up tests your side.',
    whenFailed: tooSlow,
    whenLost: notPickedUp,
  },
};

/** What broke, within a sentence. */
export function causeClause(cause: EndCause): string {
  return texts[cause].clause;
}

/** Why a call failed and what to do about it, in full sentences for the history. */
interface FailureText {
  readonly why: string;
  readonly advice: string;
}

/** Explains a call that failed or was lost, even without a known cause; undefined for all other calls. */
export function failureText({
  label,
  detail,
  cause,
}: Pick<Entry, 'label' | 'detail' | 'cause'>): FailureText | undefined {
  if (label !== 'failed' && detail !== 'connectionLost') return undefined;
  if (cause === undefined) return { why: 'Neither side could tell the cause.', advice: callAgain };
  const { clause, advice } = texts[cause];
  return { why: `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`, advice };
}

/** Why a call that was answered never connected, and what to do. */
export function failedHelp(cause: EndCause | undefined, peer: CallPeer): string {
  return cause === undefined ? tooSlow(peer) : texts[cause].whenFailed(peer);
}

/** Why a running call broke off, and what to do. */
export function lostHelp(cause: EndCause | undefined, peer: CallPeer): string {
  return cause === undefined ? networkBroke() : texts[cause].whenLost(peer);
}

/** The check-up with the checks that test why a call failed, or all of them where the cause is not known. */
export function checkAddress(cause: EndCause | undefined): string {
  return cause === undefined ? '/checkup' : `/checkup?for=${cause}`;
}
