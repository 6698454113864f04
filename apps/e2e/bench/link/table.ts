import { median } from '../statistics.ts';

/** For example "112 (101–130)": the median of several times in ms, with minimum and maximum. */
export function spread(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(0)} (${least.toFixed(0)}–${most.toFixed(0)})`;
}

const nameWidth = 40;
const cellWidth = 22;

/** Prints one line of a table. */
export function line(name: string, cells: readonly string[]): void {
  console.log(`  ${name.padEnd(nameWidth)}${cells.map((cell) => cell.padStart(cellWidth)).join('')}`);
}

/** For example "0.17, wanted ≤ 0.2". */
export function ratio(ours: readonly number[], others: readonly number[], wanted: number): string {
  return `${quotient(ours, others).toFixed(2)}, wanted ≤ ${wanted}`;
}

/** Of two medians. */
export function quotient(ours: readonly number[], others: readonly number[]): number {
  return median(ours) / median(others);
}

/** For example "410 ms, wanted ≤ 600". */
export function atMost(value: number, unit: string, wanted: number): string {
  return `${value.toFixed(unit === 'ms' ? 0 : 2)} ${unit}, wanted ≤ ${wanted}`;
}
