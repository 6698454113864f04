import { Insight } from '@ringback/protocol';
import * as v from 'valibot';
import { hourMs } from './figures.ts';

export const adminToken = 'correct-horse-battery-staple';
export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** What the host's page gets for the last three hours, and the next one, in case an hour ends during the test. */
export async function readInsight(serverUrl: string): Promise<Insight> {
  const now = Date.now();
  const query = `from=${now - 3 * hourMs}&to=${now + hourMs}`;
  const response = await fetch(`${serverUrl}api/insight?${query}`, { headers: bearer(adminToken) });
  if (!response.ok) throw new Error(`The figures were refused with ${response.status}.`);
  return v.parse(Insight, await response.json());
}

/** The sums of a figure over all steps, by label. */
export function sumsOf({ rows }: Insight, figure: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const row of rows) if (row.figure === figure) sums[row.label] = (sums[row.label] ?? 0) + row.value;
  return sums;
}

/** How many durations of a figure there were. */
export function totalOf(insight: Insight, figure: string): number {
  return Object.values(sumsOf(insight, figure)).reduce((sum, value) => sum + value, 0);
}
