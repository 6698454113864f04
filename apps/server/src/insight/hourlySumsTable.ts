import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import { sized, valuesOf, type Sized } from '../storage/statements.ts';
import { isPeak, type HourlySum } from './figures.ts';

/** The hourly sums, also for the batches of calls, which add theirs in their own transaction. */
export class HourlySumsTable {
  readonly #add: Sized<HourlySum, unknown>;
  readonly #raise: Sized<HourlySum, unknown>;

  constructor(db: Kysely<Tables>) {
    this.#add = sized<HourlySum, unknown>((rows) => upsert(db, rows, 'add'), valuesOf);
    this.#raise = sized<HourlySum, unknown>((rows) => upsert(db, rows, 'raise'), valuesOf);
  }

  /** Adds to the sums, and raises the peaks. No two rows may be about the same hour, figure and label. */
  async write(trx: Transaction<Tables>, sums: readonly HourlySum[]): Promise<void> {
    const queries = [
      ...this.#add(sums.filter(({ figure }) => !isPeak(figure))),
      ...this.#raise(sums.filter(({ figure }) => isPeak(figure))),
    ];
    for (const query of queries) await trx.executeQuery(query);
  }
}

function upsert(db: Kysely<Tables>, rows: readonly HourlySum[], how: 'add' | 'raise') {
  return db
    .insertInto('hourlySums')
    .values([...rows])
    .onConflict((oc) => {
      const conflict = oc.columns(['hour', 'figure', 'label']);
      return how === 'add'
        ? conflict.doUpdateSet((eb) => ({ value: eb('hourlySums.value', '+', eb.ref('excluded.value')) }))
        : conflict
            .doUpdateSet((eb) => ({ value: eb.ref('excluded.value') }))
            .whereRef('hourlySums.value', '<', 'excluded.value');
    });
}
