import type { Outcome } from './insightModel.ts';

/** Fixed text of the page of figures. */
export const text = {
  title: 'Insight',
  help: 'For the person who runs this server. The token is ADMIN_TOKEN of its settings.',
  close: 'Close',
  time: 'Time',
  times: { day: '24 hours', week: '7 days', month: '30 days' },
  refresh: 'Refresh',
  loading: 'Loading…',
  again: 'Press Refresh to try again.',
  noneTitle: 'Nothing happened in this time',
  noneText: 'Numbers appear here as soon as people connect and call.',
  nothing: 'None in this time.',
  whenColumn: 'From',
  whatColumn: 'What',
  countColumn: 'Count',
  shareColumn: 'Share',
  calls: 'Calls',
  callsOver: 'Calls by their end',
  callsHelp: 'Calls count when they end.',
  placed: 'Calls placed',
  answered: 'Answered',
  missed: 'Missed',
  failed: 'Failed',
  ends: 'How calls ended',
  toRing: 'Time to ring',
  toRingHelp: 'From the press on call to the first ring.',
  toMedia: 'Time to connect',
  toMediaHelp: 'From the answer to the first sound or picture.',
  ringSummary: 'Rang, 95 % within',
  mediaSummary: 'Connected, 95 % within',
  p50: 'Half within',
  p95: '95 % within',
  p99: '99 % within',
  routes: 'Routes',
  routesHelp: 'How the sound and picture of calls traveled.',
  quality: 'Interruptions',
  qualityHelp: 'Sound or picture stopped during a call, by cause.',
  gap: 'Back, 95 % within',
  shortAgain: 'Short calls in a row',
  shortAgainHelp: 'Under 10 s, after another one of the same two. Often nobody heard anything.',
  relay: 'Relay',
  relayed: 'Forwarded',
  relayPeak: 'Most at once',
  relayOf: (used: number, limit: number) => `${used} of ${limit} allocations`,
  relayUsed: (used: number) => `${used} allocations`,
  relayRefused: 'Refused',
  sockets: 'Open tabs',
  socketsHelp: 'The most connections at once.',
  errors: 'Refused or failed requests',
  slow: 'Slow requests',
  slowHelp: 'Took over a second.',
  requests: 'Requests',
  pushes: 'Notifications',
  pushesHelp: 'Attempts to wake up browsers with closed tabs.',
} as const;

export const outcomeText: { readonly [O in Outcome]: string } = {
  talked: 'Answered',
  missed: 'Missed',
  declined: 'Declined',
  failed: 'Failed',
};

const words: Readonly<Record<string, string>> = {
  hungUp: 'Hung up',
  canceled: 'Canceled by the caller',
  noAnswer: 'No answer',
  unreachable: 'No one there',
  declined: 'Declined',
  busy: 'Busy',
  connectFailed: 'Never connected',
  connectionLost: 'Connection lost',
  connectTimeout: 'connecting took too long',
  noCandidates: 'no network path offered',
  iceFailed: 'no network path worked',
  silent: 'nothing arrived anymore',
  peerClosed: 'the other page closed the link',
  setupFailed: 'the browser could not set it up',
  rejoining: 'the page was reloaded',
  notLoaded: 'the page could not load its code',
  deviceGone: 'a device was gone',
  timeout: 'time ran out',
  direct: 'Direct',
  relay: 'Relay',
  udp: 'UDP',
  tcp: 'TCP',
  tls: 'TLS',
  accepted: 'Accepted',
  gone: 'The browser has unsubscribed',
  later: 'To be tried again',
  unreachablePush: 'Push service not reached',
  refused: 'Refused by the push service',
  badRequest: 'malformed',
  unauthorized: 'not signed in',
  forbidden: 'not allowed',
  notFound: 'not found',
  conflict: 'conflict',
  answeredElsewhere: 'answered elsewhere',
  ended: 'call already over',
  tooMany: 'too many',
  tooLarge: 'too large',
  unavailable: 'server busy or full',
  internal: 'fault of the server',
  socket: 'Live connection',
  http: 'HTTP',
};

/** A label in words: its parts are separated by slashes. What has no words stands as it is. */
export function labelText(label: string): string {
  const parts = label.split('/').map((part) => words[part] ?? part);
  const [first = ''] = parts;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...parts.slice(1)].join(', ');
}

export function pushText(outcome: string): string {
  return labelText(outcome === 'unreachable' ? 'unreachablePush' : outcome);
}

const number = new Intl.NumberFormat('en-US');

export function numberText(value: number): string {
  return number.format(Math.round(value));
}

export function percentText(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

/** In the unit that reads best: "80 ms", "1.4 s". */
export function durationText(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value.toFixed(value < 10 && unit > 0 ? 1 : 0)} ${units[unit] ?? ''}`;
}
