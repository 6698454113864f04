import { Greeting, type NoteId, type UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { keptBytes } from './keptBytes.ts';
import type { Input, Output, StoredGreeting } from './operations.ts';
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

  /** Takes a greeting in the place of the one before, unless all together would be more than `room` bytes. */
  set(
    userId: UserId,
    greeting: Input<'greetings:set'>['greeting'],
    room: number,
  ): Promise<Output<'greetings:set'>> {
    return this.#db.transaction().execute(async (trx) => {
      const known = await trx
        .selectFrom('greetings')
        .select(['id', 'size'])
        .where('userId', '=', userId)
        .executeTakeFirst();
      const others = (await keptBytes(trx)) - (known?.size ?? 0);
      if (others + greeting.size > room) return { kind: 'full' };
      const row = { ...greeting, userId, peaks: JSON.stringify(greeting.peaks) };
      await trx.deleteFrom('greetings').where('userId', '=', userId).execute();
      await trx.insertInto('greetings').values(row).execute();
      return { kind: 'set', before: known?.id };
    });
  }

  async remove(userId: UserId): Promise<NoteId | undefined> {
    const removed = await this.#db
      .deleteFrom('greetings')
      .where('userId', '=', userId)
      .returning('id')
      .executeTakeFirst();
    return removed?.id;
  }

  async ids(): Promise<NoteId[]> {
    return (await this.#db.selectFrom('greetings').select('id').execute()).map(({ id }) => id);
  }
}
