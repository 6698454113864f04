import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Keeps secrets of the server itself, shared by all that work on one database. */
export class SecretTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Finds a secret; where there is none yet, the fresh one is kept. */
  async keep(name: string, fresh: string): Promise<string> {
    await this.#db
      .insertInto('secrets')
      .values({ name, value: fresh })
      .onConflict((oc) => oc.column('name').doNothing())
      .execute();
    const kept = await this.#db
      .selectFrom('secrets')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return kept.value;
  }
}
