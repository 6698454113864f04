import type { Line } from './historyRows.ts';

/** Where lines stand among each other. */
export interface Places {
  readonly indexOf: ReadonlyMap<string, number>;
  /** By index: the how-manieth call or fold it is, from 1; headings do not count. */
  readonly positions: readonly number[];
  readonly count: number;
}

export function placesOf(lines: readonly Line[]): Places {
  const positions: number[] = [];
  let count = 0;
  for (const { kind } of lines) {
    if (kind !== 'day') count += 1;
    positions.push(count);
  }
  return { indexOf: new Map(lines.map(({ key }, index) => [key, index])), positions, count };
}
