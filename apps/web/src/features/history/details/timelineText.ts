import type { CallRecord, DeviceId, DeviceKind, Entry, Media } from '@ringback/protocol';
import { causeClause, mediaNoun } from '../../../i18n/endCauses.ts';
import { isElsewhere } from '../entries/entryText.ts';
import {
  linkEvents,
  type HoldEvent,
  type LinkDown,
  type LinkEvent,
  type LinkUp,
  type PageEvent,
} from './linkEvents.ts';

type End = NonNullable<CallRecord['end']>;

/** What a row is about; selects its icon. */
export type TimelineSubject = 'placed' | 'rang' | 'answered' | 'ended' | LinkEvent['kind'];

/** One row of a call's timeline, at a server time in ms; `more` says why, or for how long. */
export interface TimelineRow {
  readonly atMs: number;
  readonly subject: TimelineSubject;
  readonly text: string;
  readonly more?: string;
}

/** The point of view: whose history shows the timeline, and on which device. */
interface Viewer {
  readonly entry: Entry;
  readonly myDeviceId: DeviceId | undefined;
}

/** How a call went, row by row, from the point of view of the entry's owner. Claims only what devices reported. */
export function callTimeline(
  record: CallRecord,
  entry: Entry,
  myDeviceId: DeviceId | undefined,
): readonly TimelineRow[] {
  const viewer = { entry, myDeviceId };
  const mine = entry.direction === 'outgoing' ? 'caller' : 'callee';
  const events = linkEvents(record.moments, mine).map((event) => eventRow(event, record, entry));
  const rows = [...setUp(record, viewer), ...events].toSorted((a, b) => a.atMs - b.atMs);
  const { end } = record;
  if (end === undefined) return rows;
  return [...rows, { atMs: end.at, subject: 'ended', text: `${endText(end, record, viewer)}.` }];
}

function setUp(record: CallRecord, viewer: Viewer): readonly TimelineRow[] {
  const { placedAt, rangAt, answeredAt } = record;
  const { entry } = viewer;
  const caller = entry.direction === 'outgoing' ? 'You' : entry.peer.name;
  const placed: TimelineRow = {
    atMs: placedAt,
    subject: 'placed',
    text: `${caller} called.`,
    ...(entry.direction === 'outgoing' && { more: 'The call reached the server.' }),
  };
  const rang: TimelineRow[] =
    rangAt === undefined
      ? []
      : [
          {
            atMs: rangAt,
            subject: 'rang',
            text: `Rang on ${rangText(record)}.`,
          },
        ];
  const answered: TimelineRow[] =
    answeredAt === undefined
      ? []
      : [{ atMs: answeredAt, subject: 'answered', text: `${calleeText('answered', record, viewer)}.` }];
  return [placed, ...rang, ...answered];
}

/** The devices that rang, as far as they are known: "Safari (phone)", "3 devices: 2 computers (Chrome) and a phone". */
function rangText({ rangOn = [], devicesRang }: CallRecord): string {
  const [only] = rangOn;
  if (devicesRang === 1 && only !== undefined)
    return only.browser === undefined ? deviceText(only) : `${only.browser} (${only.form})`;
  const count = devicesRang === 1 ? '1 device' : `${devicesRang} devices`;
  if (rangOn.length === 0) return count;
  return `${count}${rangOn.length < devicesRang ? ', including' : ':'} ${devicesText(rangOn)}`;
}

/** "a phone (Safari)". */
function deviceText(kind: DeviceKind): string {
  return `a ${kind.form}${browserText(kind)}`;
}

const listFormat = new Intl.ListFormat('en', { type: 'conjunction' });

/** Several devices, with the number of equal ones: "2 computers (Chrome) and a phone (Safari)". */
function devicesText(kinds: readonly DeviceKind[]): string {
  const equal = Map.groupBy(kinds, deviceText);
  return listFormat.format([...equal].map(([text, all]) => (all.length === 1 ? text : pluralText(all))));
}

function pluralText(kinds: readonly DeviceKind[]): string {
  return kinds
    .slice(0, 1)
    .map((kind) => `${kinds.length} ${kind.form}s${browserText(kind)}`)
    .join('');
}

function browserText({ browser }: DeviceKind): string {
  return browser === undefined ? '' : ` (${browser})`;
}

/** "Grace answered on a phone (Safari)", "You declined on another device, a computer (Chrome)". */
function calleeText(
  action: 'answered' | 'declined',
  { answeredOn, declinedOn }: CallRecord,
  { entry, myDeviceId }: Viewer,
): string {
  const kind = action === 'answered' ? answeredOn : declinedOn;
  if (entry.direction === 'outgoing')
    return `${entry.peer.name} ${action}${kind === undefined ? '' : ` on ${deviceText(kind)}`}`;
  if (!isElsewhere(entry, myDeviceId)) return `You ${action}`;
  return `You ${action} on another device${kind === undefined ? '' : `, ${deviceText(kind)}`}`;
}

function eventRow(event: LinkEvent, record: CallRecord, entry: Entry): TimelineRow {
  const common = { atMs: event.at, subject: event.kind };
  switch (event.kind) {
    case 'connected':
    case 'switched':
    case 'reconnected':
      return { ...common, text: linkUpText(event, record, entry), ...gapText(event, entry) };
    case 'failed':
    case 'broken':
      return { ...common, text: linkDownText(event, entry), more: becauseOf(event.cause) };
    case 'away':
    case 'back':
      return { ...common, text: pageText(event, entry) };
    case 'held':
    case 'resumed':
      return { ...common, text: holdText(event, entry) };
  }
}

function linkUpText(event: LinkUp, { answeredAt = event.at }: CallRecord, { peer }: Entry): string {
  const side = event.sides.includes('mine') ? '' : ` on ${peer.name}’s side`;
  switch (event.kind) {
    case 'connected':
      return `Connected${side} in ${spanText(event.at - answeredAt)}, ${routeText(event.route)}.`;
    case 'switched':
      return `${switchText(event)}${side}.`;
    case 'reconnected':
      return `Connected again${side}, ${routeText(event.route)}.`;
  }
}

function switchText({ route, from }: LinkUp): string {
  const transport = route.transport.toUpperCase();
  if (from?.path === route.path) return `Switched to ${transport}, ${pathText[route.path]} as before`;
  return route.path === 'relay'
    ? `Switched to relay, over ${transport}`
    : `Switched to a direct path, over ${transport}`;
}

const lost = { audio: 'audio', video: 'audio or video' } as const satisfies Record<Media, string>;

function gapText({ gapMs, cause }: LinkUp, { media, peer }: Entry): Pick<TimelineRow, 'more'> {
  const because = cause === undefined ? '' : `: ${causeClause(cause)}`;
  const { mine, theirs } = gapMs;
  if (mine !== undefined && theirs !== undefined)
    return {
      more: `No ${lost[media]} for ${spanText(mine)}, and for ${peer.name} for ${spanText(theirs)}${because}.`,
    };
  if (mine !== undefined) return { more: `No ${lost[media]} for ${spanText(mine)}${because}.` };
  if (theirs !== undefined)
    return { more: `No ${lost[media]} for ${peer.name} for ${spanText(theirs)}${because}.` };
  return cause === undefined ? {} : { more: becauseOf(cause) };
}

function linkDownText({ kind, sides }: LinkDown, { media, peer }: Entry): string {
  if (kind === 'failed') return 'An attempt to connect failed.';
  const what = `The ${mediaNoun[media]} stopped`;
  if (sides.length === 2) return `${what} on both sides.`;
  return sides.includes('mine') ? `${what} reaching you.` : `${what} reaching ${peer.name}.`;
}

function becauseOf(cause: LinkDown['cause']): string {
  return `Because ${causeClause(cause)}.`;
}

function pageText({ kind, sides }: PageEvent, { peer }: Entry): string {
  const whose = sides.includes('mine') ? 'Your page' : `${peer.name}’s page`;
  return kind === 'away' ? `${whose} was closed or reloaded.` : `${whose} was back.`;
}

function holdText({ kind, sides }: HoldEvent, { peer }: Entry): string {
  const who = sides.includes('mine') ? 'You' : peer.name;
  return kind === 'held' ? `${who} put the call on hold.` : `${who} resumed the call.`;
}

const pathText: { readonly [P in LinkUp['route']['path']]: string } = {
  direct: 'directly',
  relay: 'through the relay',
};

function routeText({ path, transport }: LinkUp['route']): string {
  return `${pathText[path]} over ${transport.toUpperCase()}`;
}

/** A short time span: "120 ms", "0.4 s", "12 s". */
export function spanText(ms: number): string {
  if (ms < 200) return `${Math.max(0, Math.round(ms))} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

function endText({ reason, by }: End, record: CallRecord, viewer: Viewer): string {
  const { direction, peer } = viewer.entry;
  const isMine = direction === 'outgoing';
  switch (reason) {
    case 'hungUp':
      return by === undefined ? 'The call ended' : `${by === peer.id ? peer.name : 'You'} hung up`;
    case 'canceled':
      return `${isMine ? 'You' : peer.name} stopped calling`;
    case 'declined':
      return calleeText('declined', record, viewer);
    case 'noAnswer':
      return 'No one answered';
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
