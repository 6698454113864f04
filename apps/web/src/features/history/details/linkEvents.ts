import type { CallRecord, LinkCause } from '@ringback/protocol';

type Report = CallRecord['moments'][number];
type UpReport = Extract<Report, { kind: 'up' }>;
type Route = UpReport['route'];
type Role = Report['role'];

/** Whose device reported an event. */
export type Side = 'mine' | 'theirs';

/** What the sides reported about the same event; `at` is the server time of the first report, in ms. */
interface Reported {
  readonly at: number;
  readonly sides: readonly Side[];
  readonly cause?: LinkCause;
}

/** Media flows. `gapMs`: for how long none had been received before, by side. */
export interface LinkUp extends Reported {
  readonly kind: 'connected' | 'switched' | 'reconnected';
  readonly route: Route;
  readonly from?: Route;
  readonly gapMs: { readonly [S in Side]?: number };
}

/** `failed`: an attempt to connect before any media; `broken`: media stopped. */
export interface LinkDown extends Reported {
  readonly kind: 'failed' | 'broken';
  readonly cause: LinkCause;
}

export interface PageEvent extends Reported {
  readonly kind: 'away' | 'back';
}

/** A side put the call on hold, or resumed it. */
export interface HoldEvent extends Reported {
  readonly kind: 'held' | 'resumed';
}

/** An event of the connection, reported by one side or by both. */
export type LinkEvent = LinkUp | LinkDown | PageEvent | HoldEvent;

/**
 * Reports of the same kind from both sides within this many ms are one event: both notice a broken path within about a
 * second, and a report may have to wait for the connection to the server.
 */
const sameEventMs = 3_000;

/** The events of the connection, each one once even if both sides reported it; `mine` is the role of the viewer. */
export function linkEvents(reports: readonly Report[], mine: Role): readonly LinkEvent[] {
  return reports.reduce<readonly LinkEvent[]>((events, report, index) => {
    const earlier = reports.slice(0, index).filter(({ role }) => role === report.role);
    return addEvent(events, eventOf(report, earlier, report.role === mine ? 'mine' : 'theirs'));
  }, []);
}

function eventOf(report: Report, earlier: readonly Report[], side: Side): LinkEvent {
  const common = { at: report.at, sides: [side] };
  const before = earlier.findLast((each) => each.kind === 'up');
  switch (report.kind) {
    case 'up':
      return linkUp(report, before, side);
    case 'down':
      return { ...common, kind: before === undefined ? 'failed' : 'broken', cause: report.cause };
    case 'away':
    case 'back':
    case 'held':
    case 'resumed':
      return { ...common, kind: report.kind };
  }
}

function linkUp({ at, route, gapMs, cause }: UpReport, before: UpReport | undefined, side: Side): LinkUp {
  return {
    kind: kindOf(route, before?.route),
    at,
    sides: [side],
    route,
    ...(before !== undefined && { from: before.route }),
    gapMs: gapMs === undefined ? {} : { [side]: gapMs },
    ...(cause !== undefined && { cause }),
  };
}

function kindOf(route: Route, before: Route | undefined): LinkUp['kind'] {
  if (before === undefined) return 'connected';
  const isSame = before.path === route.path && before.transport === route.transport;
  return isSame ? 'reconnected' : 'switched';
}

/** Adds an event, or merges it with the other side's report of the same event. */
function addEvent(events: readonly LinkEvent[], event: LinkEvent): readonly LinkEvent[] {
  const twin = events.findLast((each) => isSameEvent(each, event));
  if (twin === undefined) return [...events, event];
  return events.map((each) => (each === twin ? merge(twin, event) : each));
}

function isSameEvent(earlier: LinkEvent, event: LinkEvent): boolean {
  const isOtherSide =
    event.at - earlier.at <= sameEventMs && !event.sides.some((side) => earlier.sides.includes(side));
  if (!isOtherSide || earlier.kind !== event.kind) return false;
  switch (earlier.kind) {
    case 'connected':
    case 'switched':
    case 'reconnected':
      return 'route' in event && earlier.route.path === event.route.path;
    case 'failed':
    case 'broken':
      return true;
    case 'away':
    case 'back':
    case 'held':
    case 'resumed':
      // Each side does these for itself.
      return false;
  }
}

/** Keeps the viewer's route and cause if the sides differ: each may reach the relay over a different transport. */
function merge(earlier: LinkEvent, event: LinkEvent): LinkEvent {
  const [own, other] = event.sides.includes('mine') ? [event, earlier] : [earlier, event];
  const common = { at: earlier.at, sides: [...earlier.sides, ...event.sides] };
  if (!('gapMs' in own && 'gapMs' in other)) return { ...own, ...common };
  const { cause = other.cause } = own;
  return {
    ...own,
    ...common,
    gapMs: { ...other.gapMs, ...own.gapMs },
    ...(cause !== undefined && { cause }),
  };
}
