import type { EndCause, Entry } from '@ringback/protocol';

/** What failed, as a clause within a sentence; of a call or of one of its links. */
export const causeClauses: { readonly [C in EndCause]: string } = {
  connectTimeout: 'no path between the two networks was found in time',
  noCandidates: 'the network gave the browser no way out for calls',
  iceFailed: 'the path between the two networks failed',
  silent: 'the network between the two devices went silent',
  peerClosed: 'the other browser closed the connection',
  setupFailed: 'the two browsers could not agree on how to talk',
  rejoining: 'a page was reloaded and had to connect again',
  deviceGone: 'a device went away and did not come back',
  timeout: 'it took too long',
};

const otherNetwork = 'Call again, from another network if you can. Check-up tests yours.';
const callAgain = 'Call again. If that fails as well, reload the page on both sides.';

const advice: { readonly [C in EndCause]: string } = {
  connectTimeout: otherNetwork,
  noCandidates: 'Try another network, or switch a VPN off. Check-up tests yours.',
  iceFailed: otherNetwork,
  silent: otherNetwork,
  peerClosed: callAgain,
  setupFailed: 'Reload the page before you call again. An older browser may need an update.',
  rejoining: 'Call again once the page is open on both sides.',
  deviceGone: 'Call again. During the call, both pages have to stay open and both devices awake.',
  timeout: 'Call again. Check-up tests your side.',
};

/** Why a call failed and what to do about it, in full sentences. */
interface FailureText {
  readonly why: string;
  readonly advice: string;
}

/** Explains a call that failed or was lost, also if its cause is unknown; undefined for all other calls. */
export function failureText({ label, detail, cause }: Entry): FailureText | undefined {
  if (label !== 'failed' && detail !== 'connectionLost') return undefined;
  if (cause === undefined) return { why: 'Neither side could tell the cause.', advice: callAgain };
  return { why: `${capitalized(causeClauses[cause])}.`, advice: advice[cause] };
}

function capitalized(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
