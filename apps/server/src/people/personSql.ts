import { nameWords, type Person, type PersonAccount, type UserId } from '@ringback/protocol';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../storage/schema.ts';

/** The columns of a user that others may see. */
export const personColumns = ['users.id', 'users.name', 'users.handle', 'users.picture'] as const;

/** What others see of a user's account, beside the columns above. */
export const accountColumns = [
  sql<string | null>`(select handle from accounts where "userId" = users.id)`.as('accountHandle'),
  sql<number | null>`(select "createdAt" from accounts where "userId" = users.id)`.as('accountSince'),
] as const;

/** The same columns of the peer in a call or a conversation, named apart from that row's own. */
export const peerColumns = [
  'users.name as peerName',
  'users.handle as peerHandle',
  'users.picture as peerPicture',
] as const;

export interface PersonRow extends Pick<Tables['users'], 'id' | 'name' | 'handle' | 'picture'> {
  readonly accountHandle?: string | null;
  readonly accountSince?: number | null;
}

export interface PeerRow {
  readonly peerId: PersonRow['id'];
  readonly peerName: PersonRow['name'];
  readonly peerHandle: PersonRow['handle'];
  readonly peerPicture: PersonRow['picture'];
}

export function asPerson(row: PersonRow): Person {
  const { id, name, handle, picture } = row;
  const account = accountOf(row);
  return {
    id,
    name,
    ...(handle !== name && { handle }),
    ...(picture !== null && { picture }),
    ...(account !== undefined && { account }),
  };
}

function accountOf({ accountHandle: handle, accountSince: since }: PersonRow): PersonAccount | undefined {
  if (typeof since !== 'number') return undefined;
  return { since, ...(typeof handle === 'string' && { handle }) };
}

export function asPeer({ peerId, peerName, peerHandle, peerPicture }: PeerRow): Person {
  return asPerson({ id: peerId, name: peerName, handle: peerHandle, picture: peerPicture });
}

/** Adds the peer's columns to a row that was read without them. */
export function asPeerRow({ id, name, handle, picture }: PersonRow): PeerRow {
  return { peerId: id, peerName: name, peerHandle: handle, peerPicture: picture };
}

/** Sorts after every letter and number, so it bounds the words that begin with a prefix. */
const highest = '\u{10FFFF}';

/** Condition: a word of the table begins with `word`. Compared byte by byte, as SQLite does; PostgreSQL needs collation "C". */
export function beginsWith(word: string) {
  return sql<boolean>`"nameWords".word >= ${word} and "nameWords".word < ${word + highest}`;
}

/** Replaces the words that a person's names are found by, folded like search text so that an index finds them. */
export async function replaceNameWords(
  db: Kysely<Tables> | Transaction<Tables>,
  userId: UserId,
  names: readonly string[],
): Promise<void> {
  const words = new Set(names.flatMap(nameWords));
  await db.deleteFrom('nameWords').where('userId', '=', userId).execute();
  if (words.size === 0) return;
  const rows = Array.from(words, (word) => ({ word, userId }));
  await db.insertInto('nameWords').values(rows).execute();
}
