import { nameKey, nameWords } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { nameSkeletons } from '../../platform/names/nameSkeletons.ts';

interface NamedUser {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly nameKey: string;
  readonly shownKey: string;
}

interface NameTables {
  users: NamedUser;
  nameWords: { word: string; userId: string };
  nameSkeletons: { skeleton: string; userId: string };
}

/** Rows in one statement; far below the limit of every dialect. */
const rowsAtOnce = 500;

/**
 * Names that look alike can't be added any more. Those that exist stay: the index isn't unique, and the keys, which were
 * the same for compatible letters such as "ﬁ" and "fi", now differ for names that differ in more than case. The words to
 * find people by follow the new rules of searches.
 */
export const nameLooks: Migration = {
  async up(db: Kysely<NameTables>): Promise<void> {
    await db.schema
      .createTable('nameSkeletons')
      // Of the name that the user signs in with.
      .addColumn('skeleton', 'text', (c) => c.notNull())
      .addColumn('userId', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addPrimaryKeyConstraint('nameSkeletonsKey', ['skeleton', 'userId'])
      .execute();
    await db.schema.createIndex('nameSkeletonsUser').on('nameSkeletons').column('userId').execute();
    const users = await db.selectFrom('users').selectAll().execute();
    await replaceKeys(db, users);
    await addSkeletons(db, users);
    await replaceWords(db, users);
  },
};

async function replaceKeys(db: Kysely<NameTables>, users: readonly NamedUser[]): Promise<void> {
  const taken = new Set(users.map((user) => user.nameKey));
  for (const { id, name, handle, ...before } of users) {
    const [own, shownKey] = [nameKey(handle), nameKey(name)];
    const key = own === before.nameKey || taken.has(own) ? before.nameKey : own;
    if (key === before.nameKey && shownKey === before.shownKey) continue;
    taken.add(key);
    await db.updateTable('users').set({ nameKey: key, shownKey }).where('id', '=', id).execute();
  }
}

async function addSkeletons(db: Kysely<NameTables>, users: readonly NamedUser[]): Promise<void> {
  const rows = users.flatMap(({ id: userId, handle }) =>
    nameSkeletons(handle).map((skeleton) => ({ skeleton, userId })),
  );
  for (const some of inPieces(rows)) await db.insertInto('nameSkeletons').values(some).execute();
}

async function replaceWords(db: Kysely<NameTables>, users: readonly NamedUser[]): Promise<void> {
  await db.deleteFrom('nameWords').execute();
  const rows = users.flatMap(({ id: userId, name, handle }) =>
    Array.from(new Set([...nameWords(name), ...nameWords(handle)]), (word) => ({ word, userId })),
  );
  for (const some of inPieces(rows)) await db.insertInto('nameWords').values(some).execute();
}

function inPieces<Row>(rows: readonly Row[]): Row[][] {
  const pieces: Row[][] = [];
  for (let at = 0; at < rows.length; at += rowsAtOnce) pieces.push(rows.slice(at, at + rowsAtOnce));
  return pieces;
}
