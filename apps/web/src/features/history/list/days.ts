import type { Entry } from '@ringback/protocol';
import { dayNumber, formatDay } from '../../../ui/time/formatTime.ts';

/** The entries of one day under its heading. */
export interface Day {
  readonly number: number;
  readonly heading: string;
  readonly entries: readonly Entry[];
}

/** Parts entries, newest first, at midnight of this machine's time zone. */
export function groupByDay(entries: readonly Entry[], nowMs: number): readonly Day[] {
  const days = Map.groupBy(entries, ({ placedAt }) => dayNumber(placedAt));
  return [...days].map(([number, ofDay]) => ({
    number,
    heading: formatDay(ofDay[0]?.placedAt ?? nowMs, nowMs),
    entries: ofDay,
  }));
}
