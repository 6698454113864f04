import { searchWords, type UserId } from '@ringback/protocol';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** Comes after every word that begins with a word: no letter and no number is as high. */
const highest = '\u{10FFFF}';

/** That a word of the table begins with a word. Compared byte by byte, as SQLite does; elsewhere the collation "C". */
export function beginsWith(word: string) {
  return sql<boolean>`"nameWords".word >= ${word} and "nameWords".word < ${word + highest}`;
}

/**
 * Keeps the words of a person's names, those that others see and those they sign in with, in place of earlier ones. They
 * are folded like what is searched for, so that an index finds who is called so.
 */
export async function keepNameWords(
  db: Kysely<Tables> | Transaction<Tables>,
  userId: UserId,
  names: readonly string[],
): Promise<void> {
  const words = new Set(names.flatMap((name) => searchWords(name)));
  await db.deleteFrom('nameWords').where('userId', '=', userId).execute();
  if (words.size === 0) return;
  const rows = Array.from(words, (word) => ({ word, userId }));
  await db.insertInto('nameWords').values(rows).execute();
}
