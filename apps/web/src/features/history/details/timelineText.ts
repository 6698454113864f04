import type { CallRecord, DeviceId, Entry } from '@ringback/protocol';
import { carried } from '../../../i18n/carried.ts';
import { causeClauses } from './causeText.ts';
import { deviceText, devicesText } from './deviceText.ts';
import { isElsewhere } from '../entries/entryText.ts';
import { linkSteps, type CarryStep, type LinkStep, type PageStep, type StopStep } from './linkEvents.ts';

type End = NonNullable<CallRecord['end']>;

/** What a line is about; a picture is chosen by it. */
export type LineSubject = 'placed' | 'rang' | 'answered' | 'ended' | LinkStep['kind'];

/** One line of a call's timeline, at a server time in ms; `more` says why, or for how long. */
export interface TimelineLine {
  readonly atMs: number;
  readonly subject: LineSubject;
  readonly text: string;
  readonly more?: string;
}

/** Whose history the timeline stands in. */
interface Looker {
  readonly entry: Entry;
  readonly myDeviceId: DeviceId | undefined;
}

/** How a call went, line by line, for whoever looks at their side of it. Claims nothing that was not told. */
export function timelineOf(
  record: CallRecord,
  entry: Entry,
  myDeviceId: DeviceId | undefined,
): readonly TimelineLine[] {
  const looker = { entry, myDeviceId };
  const mine = entry.direction === 'outgoing' ? 'caller' : 'callee';
  const steps = linkSteps(record.moments, mine).map((step) => stepLine(step, record, entry));
  const lines = [...setUp(record, looker), ...steps].toSorted((a, b) => a.atMs - b.atMs);
  const { end } = record;
  if (end === undefined) return lines;
  return [...lines, { atMs: end.at, subject: 'ended', text: `${endText(end, record, looker)}.` }];
}

function setUp(record: CallRecord, looker: Looker): readonly TimelineLine[] {
  const { placedAt, rangAt, devicesRang, answeredAt } = record;
  const { entry } = looker;
  const placer = entry.direction === 'outgoing' ? 'You' : entry.peer.name;
  const devices = `${devicesRang === 1 ? '1 device' : `${devicesRang} devices`}${kindsText(record)}`;
  const placed: TimelineLine = {
    atMs: placedAt,
    subject: 'placed',
    text: `${placer} called.`,
    ...(entry.direction === 'outgoing' && { more: 'The call reached the server.' }),
  };
  const rang: TimelineLine[] =
    rangAt === undefined
      ? []
      : [
          {
            atMs: rangAt,
            subject: 'rang',
            text: `It rang after ${spanText(rangAt - placedAt)}, on ${devices}.`,
          },
        ];
  const answered: TimelineLine[] =
    answeredAt === undefined
      ? []
      : [{ atMs: answeredAt, subject: 'answered', text: `${calleeDid('answered', record, looker)}.` }];
  return [placed, ...rang, ...answered];
}

/** What kinds of devices rang, as far as they said: ": a phone (Safari)". */
function kindsText({ rangOn = [], devicesRang }: CallRecord): string {
  if (rangOn.length === 0) return '';
  return `${rangOn.length < devicesRang ? ', among them' : ':'} ${devicesText(rangOn)}`;
}

/** "Grace answered on a phone (Safari)", "You declined on another device, a computer (Chrome)". */
function calleeDid(
  what: 'answered' | 'declined',
  { answeredOn, declinedOn }: CallRecord,
  { entry, myDeviceId }: Looker,
): string {
  const kind = what === 'answered' ? answeredOn : declinedOn;
  if (entry.direction === 'outgoing')
    return `${entry.peer.name} ${what}${kind === undefined ? '' : ` on ${deviceText(kind)}`}`;
  if (!isElsewhere(entry, myDeviceId)) return `You ${what}`;
  return `You ${what} on another device${kind === undefined ? '' : `, ${deviceText(kind)}`}`;
}

function stepLine(step: LinkStep, record: CallRecord, entry: Entry): TimelineLine {
  const common = { atMs: step.at, subject: step.kind };
  switch (step.kind) {
    case 'connected':
    case 'switched':
    case 'reconnected':
      return { ...common, text: carryText(step, record, entry), ...gapText(step, entry) };
    case 'failed':
    case 'broken':
      return { ...common, text: stopText(step, entry), more: becauseOf(step.cause) };
    case 'away':
    case 'back':
      return { ...common, text: pageText(step, entry) };
  }
}

function carryText(step: CarryStep, { answeredAt = step.at }: CallRecord, { peer }: Entry): string {
  const side = step.sides.includes('mine') ? '' : ` on ${peer.name}’s side`;
  switch (step.kind) {
    case 'connected':
      return `Connected${side} in ${spanText(step.at - answeredAt)}, ${routeText(step.route)}.`;
    case 'switched':
      return `${switchText(step)}${side}.`;
    case 'reconnected':
      return `Connected again${side}, ${routeText(step.route)}.`;
  }
}

function switchText({ route, from }: CarryStep): string {
  const transport = route.transport.toUpperCase();
  if (from?.path === route.path) return `Switched to ${transport}, ${wayText[route.path]} as before`;
  return route.path === 'relay'
    ? `Switched to relay, over ${transport}`
    : `Switched to a direct path, over ${transport}`;
}

function gapText({ gapMs, cause }: CarryStep, { peer }: Entry): Pick<TimelineLine, 'more'> {
  const because = cause === undefined ? '' : `, because ${causeClauses[cause]}`;
  const { mine, theirs } = gapMs;
  if (mine !== undefined && theirs !== undefined)
    return {
      more: `Nothing reached you for ${spanText(mine)}, and ${peer.name} for ${spanText(theirs)}${because}.`,
    };
  if (mine !== undefined) return { more: `Nothing reached you for ${spanText(mine)}${because}.` };
  if (theirs !== undefined)
    return { more: `Nothing reached ${peer.name} for ${spanText(theirs)}${because}.` };
  return cause === undefined ? {} : { more: becauseOf(cause) };
}

function stopText({ kind, sides }: StopStep, { media, peer }: Entry): string {
  if (kind === 'failed') return 'An attempt to connect failed.';
  const what = `The ${carried[media]} stopped`;
  if (sides.length === 2) return `${what} on both sides.`;
  return sides.includes('mine') ? `${what} reaching you.` : `${what} reaching ${peer.name}.`;
}

function becauseOf(cause: StopStep['cause']): string {
  return `Because ${causeClauses[cause]}.`;
}

function pageText({ kind, sides }: PageStep, { peer }: Entry): string {
  const whose = sides.includes('mine') ? 'Your page' : `${peer.name}’s page`;
  return kind === 'away' ? `${whose} was closed or reloaded.` : `${whose} was back.`;
}

const wayText: { readonly [P in CarryStep['route']['path']]: string } = {
  direct: 'directly',
  relay: 'through the relay',
};

function routeText({ path, transport }: CarryStep['route']): string {
  return `${wayText[path]} over ${transport.toUpperCase()}`;
}

/** A short span in words: "120 ms", "0.4 s", "12 s". */
export function spanText(ms: number): string {
  if (ms < 200) return `${Math.max(0, Math.round(ms))} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

function endText({ reason, by }: End, record: CallRecord, looker: Looker): string {
  const { direction, peer } = looker.entry;
  const isMine = direction === 'outgoing';
  switch (reason) {
    case 'hungUp':
      return by === undefined ? 'The call ended' : `${by === peer.id ? peer.name : 'You'} hung up`;
    case 'canceled':
      return `${isMine ? 'You' : peer.name} stopped calling`;
    case 'declined':
      return calleeDid('declined', record, looker);
    case 'noAnswer':
      return 'Nobody answered';
    case 'unreachable':
      return 'It did not ring anywhere';
    case 'busy':
      return isMine ? `${peer.name} was on another call` : 'You were on another call';
    case 'connectFailed':
      return 'The call ended without a connection';
    case 'connectionLost':
      return 'The connection was lost for good';
  }
}
