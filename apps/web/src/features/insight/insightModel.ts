import { quantile, type DurationFigure, type FigureName, type Insight } from '@ringback/protocol';

/** How often each label of a figure was counted. */
export type Counts = ReadonlyMap<string, number>;

/** The figures of a chosen time, by figure and step. */
export class Figures {
  /** The beginnings of the steps, in ms. */
  readonly times: readonly number[];
  readonly #insight: Insight;
  readonly #steps = new Map<string, Map<number, Map<string, number>>>();

  constructor(insight: Insight) {
    this.#insight = insight;
    const { from, to, stepMs } = insight;
    const length = Math.ceil((to - from) / stepMs);
    this.times = Array.from({ length }, (_, index) => from + index * stepMs);
    for (const { at, figure, label, value } of insight.rows) {
      const steps = getOrAdd(this.#steps, figure, () => new Map<number, Map<string, number>>());
      getOrAdd(steps, at, () => new Map<string, number>()).set(label, value);
    }
  }

  get insight(): Insight {
    return this.#insight;
  }

  get isEmpty(): boolean {
    return this.#insight.rows.length === 0;
  }

  /** The counts of a figure in one step. */
  at(figure: FigureName, time: number): Counts {
    return this.#steps.get(figure)?.get(time) ?? none;
  }

  /** The counts of a figure over the whole time, the largest first. */
  total(figure: FigureName): Counts {
    const sums = new Map<string, number>();
    for (const counts of this.#steps.get(figure)?.values() ?? [])
      for (const [label, value] of counts) sums.set(label, (sums.get(label) ?? 0) + value);
    return new Map([...sums].toSorted(([, a], [, b]) => b - a));
  }

  /** A quantile over the whole time, in ms. */
  quantile(figure: DurationFigure, share: number): number | undefined {
    return quantile(share, this.total(figure));
  }

  /** The largest of a peak over the whole time. */
  peak(figure: FigureName): number {
    return Math.max(0, ...this.times.map((time) => sum(this.at(figure, time))));
  }
}

const none: Counts = new Map();

export function sum(counts: Counts): number {
  return [...counts.values()].reduce((total, value) => total + value, 0);
}

export const outcomes = ['talked', 'missed', 'declined', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** What the label of an ended call means for the two people. */
function outcomeOf(label: string): Outcome {
  const [reason] = label.split('/');
  if (reason === 'hungUp' || reason === 'connectionLost') return 'talked';
  if (reason === 'declined') return 'declined';
  return reason === 'connectFailed' ? 'failed' : 'missed';
}

/** How many of these calls ended in which way. */
export function outcomesOf(ended: Counts): Readonly<Record<Outcome, number>> {
  const counts = { talked: 0, missed: 0, declined: 0, failed: 0 };
  for (const [label, value] of ended) counts[outcomeOf(label)] += value;
  return counts;
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
