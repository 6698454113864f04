import { Greeting, type NoteId, type UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { StoredGreeting } from './operations.ts';
import type { Tables } from './schema.ts';

/** Reads and writes what people say to those whose calls they do not answer. */
export class GreetingTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async of(userId: UserId): Promise<StoredGreeting | undefined> {
    const row = await this.#db
      .selectFrom('greetings')
      .select(['id', 'mime', 'durationMs', 'peaks'])
      .where('userId', '=', userId)
      .executeTakeFirst();
    return row && { ...row, peaks: v.parse(Greeting.entries.peaks, JSON.parse(row.peaks)) };
  }

  /** Gives the id of the greeting that there was before. */
  set(userId: UserId, greeting: StoredGreeting | undefined): Promise<NoteId | undefined> {
    return this.#db.transaction().execute(async (trx) => {
      const removed = await trx
        .deleteFrom('greetings')
        .where('userId', '=', userId)
        .returning('id')
        .executeTakeFirst();
      if (greeting !== undefined) {
        const row = { ...greeting, userId, peaks: JSON.stringify(greeting.peaks) };
        await trx.insertInto('greetings').values(row).execute();
      }
      return removed?.id;
    });
  }

  async ids(): Promise<NoteId[]> {
    return (await this.#db.selectFrom('greetings').select('id').execute()).map(({ id }) => id);
  }
}
