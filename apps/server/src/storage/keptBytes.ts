import type { Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** How many bytes all notes and greetings have together, those included that are on their way. */
export async function keptBytes(trx: Transaction<Tables>): Promise<number> {
  const ofNotes = await trx
    .selectFrom('notes')
    .select((eb) => eb.fn.sum<number | null>('size').as('bytes'))
    // A literal 1, for with a parameter the partial index would not be used.
    .where((eb) => eb('kept', '=', eb.lit(1)))
    .executeTakeFirst();
  const ofGreetings = await trx
    .selectFrom('greetings')
    .select((eb) => eb.fn.sum<number | null>('size').as('bytes'))
    .executeTakeFirst();
  return (ofNotes?.bytes ?? 0) + (ofGreetings?.bytes ?? 0);
}
