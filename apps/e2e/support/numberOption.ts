import { parseArgs } from 'node:util';

/**
 * Reads a number from the command line.
 * @throws {Error} if it is not a number.
 */
export function numberOption(name: string, fallback: number): number {
  const key = name.replace(/^--/, '');
  const { values } = parseArgs({ options: { [key]: { type: 'string' } }, strict: false });
  const given = values[key];
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} takes a whole number.`);
  return value;
}
