import type { CheckName, CheckState, CheckupSummary, Comparison, Limit, Measures } from '@ringback/client';
import { goodText, problemText } from './findingText.ts';

/** Text of the check-up that does not depend on a result. */
export const text = {
  lead: 'Tests everything a call needs, in about 15 seconds. Say a few words while it runs.',
  leadForCall: 'Tests what your call failed on.',
  all: 'Show all checks',
  run: 'Run check',
  stop: 'Stop',
  progress: 'Check-up progress',
  list: 'Checks',
  again: 'Check again',
  yes: 'Yes',
  no: 'No',
  copy: 'Copy report',
  copied: 'Report copied.',
  copyFailed: "The browser didn't allow copying. Download the report instead.",
  download: 'Download report',
  inCall: "You're on a call. Run the check-up after it, so that it doesn't disturb the call.",
  preview: 'Your camera, as others would see you',
  unavailable: "The check-up couldn't be loaded. Check your connection, then reload.",
  use: (label: string) => `Use ${label}`,
} as const;

export const titles: { readonly [C in CheckName]: string } = {
  server: 'Server',
  live: 'Live connection',
  network: 'Network',
  relayUdp: 'Relay over UDP',
  relayTcp: 'Relay over TCP',
  relayTls: 'Relay over TLS',
  direct: 'Direct calls',
  quality: 'Quality',
  microphone: 'Microphone',
  speaker: 'Speaker',
  camera: 'Camera',
  browser: 'Browser',
  notifications: 'Notifications',
};

/** What each check looks at, until it has run. */
const waitingText: { readonly [C in CheckName]: string } = {
  server: 'How fast the server answers.',
  live: 'The connection that makes calls ring.',
  network: 'The addresses this browser can use.',
  relayUdp: 'The fastest way around firewalls.',
  relayTcp: 'For networks that block UDP.',
  relayTls: 'For networks that only allow the web.',
  direct: 'Calls without the relay.',
  quality: 'Delay, loss and speed, measured for 6 seconds.',
  microphone: 'Whether it hears you.',
  speaker: 'Whether you hear others.',
  camera: 'Whether it gives a moving picture.',
  browser: 'Whether it can make calls.',
  notifications: 'Whether calls reach you in other tabs.',
};

const runningText: { readonly [C in CheckName]: string } = {
  server: 'Asking the server…',
  live: 'Opening a connection…',
  network: 'Looking for addresses…',
  relayUdp: 'Connecting…',
  relayTcp: 'Connecting…',
  relayTls: 'Connecting…',
  direct: 'Comparing addresses…',
  quality: 'Measuring…',
  microphone: 'Say something…',
  speaker: 'Playing a tone…',
  camera: 'Looking at the picture…',
  browser: 'Checking…',
  notifications: 'Checking…',
};

/** A check as it appears on screen. */
export interface RowText {
  readonly verdict: 'waiting' | 'running' | 'good' | 'warning' | 'bad' | 'skipped';
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}

export function rowText(check: CheckName, row: CheckState): RowText {
  switch (row.state) {
    case 'waiting':
      return { verdict: 'waiting', message: waitingText[check] };
    case 'running':
      return row.asksPermission === true
        ? { verdict: 'running', message: 'Allow it where your browser asks.' }
        : { verdict: 'running', message: runningText[check] };
    case 'asking':
      return { verdict: 'waiting', message: 'We played a tone. Did you hear it?' };
    case 'done':
      return doneText(check, row);
  }
}

function doneText(
  check: CheckName,
  { finding, comparison }: Extract<CheckState, { state: 'done' }>,
): RowText {
  const { verdict, problem, measures = {} } = finding;
  const since = comparison === undefined ? '' : ` ${comparisonText(comparison)}`;
  if (problem === undefined) return { verdict, message: `${goodText(check, measures)}${since}` };
  const { cause, cure } = problemText(problem, measures);
  return { verdict, message: `${cause}${since}`, ...(cure !== undefined && { advice: cure }) };
}

function comparisonText(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'slower':
      return `Slower than last time: ${comparison.beforeMs} → ${comparison.nowMs} ms.`;
    case 'worse':
      return 'Last time on this network it was fine.';
    case 'better':
      return 'Better than last time on this network.';
  }
}

/** The one sentence on top. */
export function summaryText(summary: CheckupSummary): string {
  switch (summary.outcome) {
    case 'ready':
      return 'Ready to call.';
    case 'limited':
      return `Calls will work, but ${limitText(summary.limit)}.${moreText(summary.more)}`;
    case 'impossible':
      return `Calls will not work: ${problemText(summary.problem, noMeasures).inShort}.`;
  }
}

const noMeasures: Measures = {};

function limitText(limit: Limit): string {
  if (limit === 'onlyRelayed') return 'only through the relay';
  if (limit === 'onlyDirect') return 'only directly, because the relay fails';
  return problemText(limit, noMeasures).inShort;
}

function moreText(more: number): string {
  if (more === 0) return '';
  return more === 1 ? ' One more thing to look at below.' : ` ${more} more things to look at below.`;
}
