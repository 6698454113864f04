import {
  durationLabel,
  peakFigures,
  type CountFigure,
  type DurationFigure,
  type FigureName,
  type PeakFigure,
} from '@ringback/protocol';

/** Something that happened, for the host's figures. No label may come from a user: all are words of this code. */
export type Figure =
  | { readonly kind: 'count'; readonly figure: CountFigure; readonly label: string; readonly amount: number }
  | { readonly kind: 'duration'; readonly figure: DurationFigure; readonly ms: number }
  | { readonly kind: 'peak'; readonly figure: PeakFigure; readonly value: number };

export function count(figure: CountFigure, label = '', amount = 1): Figure {
  return { kind: 'count', figure, label, amount };
}

export function duration(figure: DurationFigure, ms: number): Figure {
  return { kind: 'duration', figure, ms: Math.max(0, ms) };
}

export function peak(figure: PeakFigure, value: number): Figure {
  return { kind: 'peak', figure, value };
}

/** A row of the hourly sums. */
export interface HourlySum {
  /** Hours since 1970. */
  readonly hour: number;
  readonly figure: FigureName;
  readonly label: string;
  readonly value: number;
}

export const hourMs = 60 * 60 * 1000;

export function hourOf(at: number): number {
  return Math.floor(at / hourMs);
}

export function hourlySum(figure: Figure, hour: number): HourlySum {
  switch (figure.kind) {
    case 'count':
      return { hour, figure: figure.figure, label: figure.label, value: figure.amount };
    case 'duration':
      return { hour, figure: figure.figure, label: durationLabel(figure.ms), value: 1 };
    case 'peak':
      return { hour, figure: figure.figure, label: '', value: figure.value };
  }
}

const peaks: ReadonlySet<string> = new Set(peakFigures);

/** Whether the larger of two values counts, and not their sum. */
export function isPeak(figure: string): boolean {
  return peaks.has(figure);
}

function combined(figure: string, a: number, b: number): number {
  return isPeak(figure) ? Math.max(a, b) : a + b;
}

/** Hourly sums in memory, one for each hour, figure and label. */
export class SumMap {
  readonly #limit: number;
  readonly #sums = new Map<string, HourlySum>();

  /** Beyond `limit` sums, new ones are dropped: the labels are few, so only a database that refuses gets there. */
  constructor(limit = 5_000) {
    this.#limit = limit;
  }

  add(sum: HourlySum): void {
    const { hour, figure, label, value } = sum;
    const key = `${hour} ${figure} ${label}`;
    const known = this.#sums.get(key);
    if (known !== undefined) this.#sums.set(key, { ...known, value: combined(figure, known.value, value) });
    else if (this.#sums.size < this.#limit) this.#sums.set(key, sum);
  }

  /** Removes and returns all of them, in an order that is the same on every server, so that writers do not deadlock. */
  take(): HourlySum[] {
    const taken = [...this.#sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
    this.#sums.clear();
    return taken;
  }
}
