import type { Greeting, NoteId, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';
import type { KeptBytes } from './noteDeliverySql.ts';
import { peaksFrom } from './noteRow.ts';

/** A greeting; its bytes are stored under its id. */
export interface StoredGreeting extends Omit<Greeting, 'envelope'> {
  readonly id: NoteId;
}

type NewGreeting = StoredGreeting & { readonly size: number };

/** The operations on greetings, which people hear before they leave a note. */
export interface GreetingOperations {
  'greetings:of': { input: UserId; output: StoredGreeting | undefined };
  /** Returns the id under which the bytes of the replaced greeting are stored. */
  'greetings:set': { input: { userId: UserId; greeting: NewGreeting }; output: NoteId | undefined };
  /** Returns the id under which the bytes of the removed greeting are stored. */
  'greetings:remove': { input: UserId; output: NoteId | undefined };
}

export function greetingOperations(db: Kysely<Tables>): OperationHandlers<GreetingOperations> {
  const greetings = new GreetingTable(db);
  return {
    'greetings:of': (userId) => greetings.of(userId),
    'greetings:set': ({ userId, greeting }) => greetings.set(userId, greeting),
    'greetings:remove': (userId) => greetings.remove(userId),
  };
}

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
    return row && { ...row, peaks: peaksFrom(row.peaks) };
  }

  set(userId: UserId, greeting: NewGreeting): Promise<NoteId | undefined> {
    return this.#db.transaction().execute(async (trx) => {
      const known = await trx
        .selectFrom('greetings')
        .select('id')
        .where('userId', '=', userId)
        .executeTakeFirst();
      const row = { ...greeting, userId, peaks: JSON.stringify(greeting.peaks) };
      await trx.deleteFrom('greetings').where('userId', '=', userId).execute();
      await trx.insertInto('greetings').values(row).execute();
      return known?.id;
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

  kept(): Promise<KeptBytes[]> {
    return this.#db.selectFrom('greetings').select(['id', 'userId as owner']).execute();
  }
}
