import type { Finding, Grade, Verdict } from './judge.ts';

/** A finding has to hold this long before it shows, and to be gone this long before it goes, in ms. */
const steadyMs = { show: 3_000, hide: 5_000 } as const;

/** What is shown of a call's quality. */
export interface ShownQuality {
  readonly grade: Grade;
  /** The worst finding; one at a time. */
  readonly finding?: Finding;
}

/** Since when something is so without a break, and when it last was. */
interface Seen<Value> {
  readonly value: Value;
  readonly since: number;
  readonly lastAt: number;
}

/**
 * Keeps what is shown from flickering.
 *
 * ```
 *   unseen ──found──> waiting ──for 3 s──> shown ──not found for 5 s──> unseen
 *     ^                  │                   └──a worse one holds for 3 s──> that one
 *     └────not found─────┘
 * ```
 */
export interface SteadyQuality {
  readonly shown: ShownQuality;
  readonly grade: Seen<Grade>;
  readonly kinds: readonly Seen<Finding['kind']>[];
  /** The side of each kind that was found last. */
  readonly sides: readonly Seen<Finding>[];
}

export function startSteady(at: number): SteadyQuality {
  return {
    shown: { grade: 'good' },
    grade: { value: 'good', since: at, lastAt: at },
    kinds: [],
    sides: [],
  };
}

/** Takes one moment's verdict. */
export function steady(before: SteadyQuality, verdict: Verdict, at: number): SteadyQuality {
  const { findings } = verdict;
  const grade = seeAgain(before.grade, verdict.grade, at);
  const look = { lastAt: before.grade.lastAt, at };
  const kinds = seeAll(
    before.kinds,
    findings.map(({ kind }) => kind),
    (a, b) => a === b,
    look,
  );
  const sides = seeAll(before.sides, findings, isSame, look);
  const finding = nextFinding(before.shown.finding, { kinds, sides, findings }, at);
  const shown = {
    grade: nextGrade(before.shown.grade, grade, at),
    ...(finding !== undefined && { finding }),
  };
  return { shown: sameQuality(before.shown, shown) ? before.shown : shown, grade, kinds, sides };
}

function sameQuality(a: ShownQuality, b: ShownQuality): boolean {
  if (a.grade !== b.grade) return false;
  return a.finding === undefined || b.finding === undefined
    ? a.finding === b.finding
    : isSame(a.finding, b.finding);
}

function isSame(a: Finding, b: Finding): boolean {
  return a.kind === b.kind && a.side === b.side;
}

function seeAgain<Value>(before: Seen<Value>, value: Value, at: number): Seen<Value> {
  return { value, since: before.value === value ? before.since : at, lastAt: at };
}

/** What is seen now goes on; what is not is kept for as long as it may still be shown. */
function seeAll<Value>(
  before: readonly Seen<Value>[],
  now: readonly Value[],
  isEqual: (a: Value, b: Value) => boolean,
  { lastAt, at }: { readonly lastAt: number; readonly at: number },
): readonly Seen<Value>[] {
  const seen = now.map((value) => {
    const known = before.find((each) => isEqual(each.value, value));
    // One that was missing in between starts again.
    const since = known?.lastAt === lastAt ? known.since : at;
    return { value, since, lastAt: at };
  });
  const gone = before.filter(
    (each) => at - each.lastAt < steadyMs.hide && !now.some((value) => isEqual(each.value, value)),
  );
  return [...seen, ...gone];
}

const gradeOrder: readonly Grade[] = ['good', 'fair', 'poor'];

function nextGrade(shown: Grade, { value, since }: Seen<Grade>, at: number): Grade {
  const isWorse = gradeOrder.indexOf(value) > gradeOrder.indexOf(shown);
  return at - since >= (isWorse ? steadyMs.show : steadyMs.hide) ? value : shown;
}

function nextFinding(
  shown: Finding | undefined,
  {
    kinds,
    sides,
    findings,
  }: Pick<SteadyQuality, 'kinds' | 'sides'> & { readonly findings: readonly Finding[] },
  at: number,
): Finding | undefined {
  const holds = (kind: Finding['kind']): boolean =>
    kinds.some((each) => each.value === kind && each.lastAt === at && at - each.since >= steadyMs.show);
  const worst = findings.find(({ kind }) => holds(kind) || kind === shown?.kind);
  if (worst === undefined) {
    const last = kinds.find((each) => each.value === shown?.kind);
    return last === undefined ? undefined : shown;
  }
  return shown?.kind === worst.kind ? withSteadySide(shown, worst, sides, at) : worst;
}

/** A side changes only after the new one has held: legs that are nearly alike would swap all the time. */
function withSteadySide(shown: Finding, found: Finding, sides: SteadyQuality['sides'], at: number): Finding {
  const held = sides.find(({ value }) => isSame(value, found));
  return held !== undefined && at - held.since >= steadyMs.show ? found : shown;
}
