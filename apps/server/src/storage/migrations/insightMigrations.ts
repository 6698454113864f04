import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Numbers about the whole server, for the person who runs it. */
export const hourlySums: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('hourlySums')
      // Hours since 1970.
      .addColumn('hour', 'integer', (c) => c.notNull())
      .addColumn('figure', 'text', (c) => c.notNull())
      // What the figure is counted by; empty if by nothing.
      .addColumn('label', 'text', (c) => c.notNull())
      // A sum; of some figures, the largest.
      .addColumn('value', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('hourlySumsKey', ['hour', 'figure', 'label'])
      .execute();
  },
};
