import type { CallRecord, LinkCause } from '@ringback/protocol';

type Moment = CallRecord['moments'][number];
type Up = Extract<Moment, { kind: 'up' }>;
type Route = Up['route'];
type Role = Moment['role'];

/** Whose device told of something. */
export type Side = 'mine' | 'theirs';

/** What both sides told of one and the same event: at what server time the first of them did, and what became of whom. */
interface Told {
  readonly at: number;
  readonly sides: readonly Side[];
  readonly cause?: LinkCause;
}

/** Media comes in. `gapMs`: for how long none had come in before, by side. */
export interface CarryStep extends Told {
  readonly kind: 'connected' | 'switched' | 'reconnected';
  readonly route: Route;
  readonly from?: Route;
  readonly gapMs: { readonly [S in Side]?: number };
}

/** `failed`: an attempt to connect before any media; `broken`: media that had come in stopped. */
export interface StopStep extends Told {
  readonly kind: 'failed' | 'broken';
  readonly cause: LinkCause;
}

export interface PageStep extends Told {
  readonly kind: 'away' | 'back';
}

/** One thing that happened to the connection, told by one side or by both. */
export type LinkStep = CarryStep | StopStep | PageStep;

/**
 * Within how many ms two sides' reports of the same kind are one event: both notice a broken path within about a
 * second, and a report may wait for the way to the server to come back.
 */
const sameEventMs = 3_000;

/** What happened to the connection, each event once, although both sides tell of it; `mine` is the side that looks. */
export function linkSteps(moments: readonly Moment[], mine: Role): readonly LinkStep[] {
  return moments.reduce<readonly LinkStep[]>((steps, moment, index) => {
    const earlier = moments.slice(0, index).filter(({ role }) => role === moment.role);
    return withStep(steps, stepOf(moment, earlier, moment.role === mine ? 'mine' : 'theirs'));
  }, []);
}

function stepOf(moment: Moment, earlier: readonly Moment[], side: Side): LinkStep {
  const told = { at: moment.at, sides: [side] };
  const before = earlier.findLast((each) => each.kind === 'up');
  switch (moment.kind) {
    case 'up':
      return carryStep(moment, before, side);
    case 'down':
      return { ...told, kind: before === undefined ? 'failed' : 'broken', cause: moment.cause };
    case 'away':
    case 'back':
      return { ...told, kind: moment.kind };
  }
}

function carryStep({ at, route, gapMs, cause }: Up, before: Up | undefined, side: Side): CarryStep {
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

function kindOf(route: Route, before: Route | undefined): CarryStep['kind'] {
  if (before === undefined) return 'connected';
  const isSame = before.path === route.path && before.transport === route.transport;
  return isSame ? 'reconnected' : 'switched';
}

/** Adds a step, or puts it to the one in which the other side told of the same event. */
function withStep(steps: readonly LinkStep[], step: LinkStep): readonly LinkStep[] {
  const twin = steps.findLast((each) => isSameEvent(each, step));
  if (twin === undefined) return [...steps, step];
  return steps.map((each) => (each === twin ? joined(twin, step) : each));
}

function isSameEvent(earlier: LinkStep, step: LinkStep): boolean {
  const isFresh =
    step.at - earlier.at <= sameEventMs && !step.sides.some((side) => earlier.sides.includes(side));
  if (!isFresh || earlier.kind !== step.kind) return false;
  switch (earlier.kind) {
    case 'connected':
    case 'switched':
    case 'reconnected':
      return 'route' in step && earlier.route.path === step.route.path;
    case 'failed':
    case 'broken':
      return true;
    case 'away':
    case 'back':
      // Two pages that go away are two events, however close.
      return false;
  }
}

/** Where the sides differ, one's own route and cause are told: a relay may be reached over another transport by each. */
function joined(earlier: LinkStep, step: LinkStep): LinkStep {
  const [own, other] = step.sides.includes('mine') ? [step, earlier] : [earlier, step];
  const common = { at: earlier.at, sides: [...earlier.sides, ...step.sides] };
  if (!('gapMs' in own && 'gapMs' in other)) return { ...own, ...common };
  const { cause = other.cause } = own;
  return {
    ...own,
    ...common,
    gapMs: { ...other.gapMs, ...own.gapMs },
    ...(cause !== undefined && { cause }),
  };
}
