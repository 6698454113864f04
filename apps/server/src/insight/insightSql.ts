import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';
import { isPeak, type HourlySum } from './figures.ts';
import { HourlySumsTable } from './hourlySumsTable.ts';

/** Whole hours since 1970: `from` included, `to` excluded, and how many of them make one step. */
export interface InsightQuery {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A figure in one step of a query; `step` counts from 0. */
export interface StepSum {
  readonly step: number;
  readonly figure: string;
  readonly label: string;
  readonly value: number;
}

/** The operations on the hourly sums. */
export interface InsightOperations {
  'insight:add': { input: readonly HourlySum[]; output: void };
  'insight:read': { input: InsightQuery; output: StepSum[] };
  /** Deletes the hours before one. */
  'insight:purge': { input: number; output: void };
}

export function insightOperations(db: Kysely<Tables>): OperationHandlers<InsightOperations> {
  const sums = new HourlySumsTable(db);
  return {
    'insight:add': (rows) => db.transaction().execute((trx) => sums.write(trx, rows)),
    'insight:read': (query) => read(db, query),
    'insight:purge': async (before) => {
      await db.deleteFrom('hourlySums').where('hour', '<', before).execute();
    },
  };
}

async function read(db: Kysely<Tables>, { from, to, step }: InsightQuery): Promise<StepSum[]> {
  // Both dialects divide integers without a remainder.
  const stepOf = sql<number>`(hour - ${sql.lit(from)}) / ${sql.lit(step)}`;
  const rows = await db
    .selectFrom('hourlySums')
    .select(({ fn }) => [
      stepOf.as('step'),
      'figure',
      'label',
      fn.sum<number>('value').as('sum'),
      fn.max<number>('value').as('most'),
    ])
    .where('hour', '>=', from)
    .where('hour', '<', to)
    .groupBy([stepOf, 'figure', 'label'])
    .orderBy(stepOf)
    .orderBy('figure')
    .orderBy('label')
    .execute();
  return rows.map(({ sum, most, ...row }) => ({ ...row, value: isPeak(row.figure) ? most : sum }));
}
