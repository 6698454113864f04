import type { Greeting, NoteId, UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';
import { peaksFrom } from './noteRow.ts';

/** A greeting; its bytes are stored under its id. */
export interface StoredGreeting extends Omit<Greeting, 'envelope'> {
  readonly id: NoteId;
}

type NewGreeting = StoredGreeting & { readonly size: number };

/** `before` is the id under which the bytes of the replaced greeting are stored. */
type SetGreeting = { readonly kind: 'set'; readonly before: NoteId | undefined } | { readonly kind: 'full' };

/** The operations on greetings, which people hear before they leave a note. */
export interface GreetingOperations {
  'greetings:of': { input: UserId; output: StoredGreeting | undefined };
  /** Replaces the greeting if all notes and greetings then have at most `room` bytes. */
  'greetings:set': { input: { userId: UserId; greeting: NewGreeting; room: number }; output: SetGreeting };
  /** Returns the id under which the bytes of the removed greeting are stored. */
  'greetings:remove': { input: UserId; output: NoteId | undefined };
}

export function greetingOperations(db: Kysely<Tables>): OperationHandlers<GreetingOperations> {
  const greetings = new GreetingTable(db);
  return {
    'greetings:of': (userId) => greetings.of(userId),
    'greetings:set': ({ userId, greeting, room }) => greetings.set(userId, greeting, room),
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

  set(userId: UserId, greeting: NewGreeting, room: number): Promise<SetGreeting> {
    return this.#db.transaction().execute(async (trx) => {
      const known = await trx
        .selectFrom('greetings')
        .select(['id', 'size'])
        .where('userId', '=', userId)
        .executeTakeFirst();
      const others = (await storedBytes(trx)) - (known?.size ?? 0);
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

/** The size of all notes and greetings in bytes, including bytes that have yet to arrive. */
export async function storedBytes(trx: Transaction<Tables>): Promise<number> {
  const ofNotes = await trx
    .selectFrom('notes')
    .select((eb) => eb.fn.sum<number | null>('size').as('bytes'))
    // A literal 1, because the partial index is not used with a parameter.
    .where((eb) => eb('kept', '=', eb.lit(1)))
    .executeTakeFirst();
  const ofGreetings = await trx
    .selectFrom('greetings')
    .select((eb) => eb.fn.sum<number | null>('size').as('bytes'))
    .executeTakeFirst();
  return (ofNotes?.bytes ?? 0) + (ofGreetings?.bytes ?? 0);
}
