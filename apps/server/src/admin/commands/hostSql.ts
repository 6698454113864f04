import { nameKey, searchWords, UserId } from '@ringback/protocol';
import { sql, type Kysely, type Transaction } from 'kysely';
import * as v from 'valibot';
import { beginsWith, replaceNameWords } from '../../people/personSql.ts';
import { reserveNames } from '../../accounts/handlesSql.ts';
import { nameSkeletons } from '../../platform/names/nameSkeletons.ts';
import type { Tables } from '../../storage/schema.ts';
import type { OperationHandlers } from '../../storage/storage.ts';

/** A user with their account, if they have one. */
export interface HostPersonRow {
  readonly id: UserId;
  readonly name: string;
  readonly signInName: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly handle: string | null;
  readonly accountSince: number | null;
}

/** Where a page of people ends. */
export interface PeopleCursor {
  readonly createdAt: number;
  readonly id: UserId;
}

export interface UserCounts {
  readonly sessions: number;
  readonly contacts: number;
  readonly calls: number;
  readonly conversations: number;
}

/** How freeing a name ended; `person`: who had it. */
export type Freed =
  | { readonly kind: 'freed'; readonly what: 'name' | 'handle'; readonly userId: UserId | undefined }
  /** It is the sign-in name of an account. */
  | { readonly kind: 'ofAccount' }
  | { readonly kind: 'unknown' };

/** The operations of the host's commands. */
export interface HostOperations {
  /** People whose names have words that begin with those of `find`, the newest first. */
  'host:people': {
    input: { find: string | undefined; after: PeopleCursor | undefined; limit: number };
    output: HostPersonRow[];
  };
  'host:countPeople': { input: null; output: number };
  /** By id, exact sign-in name, or @handle. */
  'host:user': { input: string; output: HostPersonRow | undefined };
  'host:counts': { input: UserId; output: UserCounts };
  /** Frees a guest's name, or a handle, for others at once. */
  'host:freeName': { input: string; output: Freed };
}

export function hostOperations(db: Kysely<Tables>): OperationHandlers<HostOperations> {
  return {
    'host:people': (query) => people(db, query),
    'host:countPeople': async () => {
      const query = db.selectFrom('users').select((eb) => eb.fn.countAll<number>().as('n'));
      return (await query.where('seenAt', '>', 0).executeTakeFirstOrThrow()).n;
    },
    'host:user': (text) => findUser(db, text),
    'host:counts': (userId) => counts(db, userId),
    'host:freeName': (text) => db.transaction().execute((trx) => freeName(trx, text)),
  };
}

/** Users who were forgotten have no name, and are kept only for what others have with them. */
function personQuery(db: Kysely<Tables>) {
  return db
    .selectFrom('users')
    .leftJoin('accounts', 'accounts.userId', 'users.id')
    .select([
      'users.id as id',
      'users.name as name',
      'users.handle as signInName',
      'users.createdAt as createdAt',
      'users.seenAt as seenAt',
      'accounts.handle as handle',
      'accounts.createdAt as accountSince',
    ])
    .where('users.seenAt', '>', 0);
}

function people(
  db: Kysely<Tables>,
  { find, after, limit }: HostOperations['host:people']['input'],
): Promise<HostPersonRow[]> {
  let query = personQuery(db);
  const id = v.safeParse(UserId, find);
  for (const word of find === undefined ? [] : searchWords(find.replace(/^@/, '')))
    query = query.where((eb) =>
      eb.or([
        eb('users.id', 'in', eb.selectFrom('nameWords').select('userId').where(beginsWith(word))),
        eb('accounts.handle', '=', word),
        ...(id.success ? [eb('users.id', '=', id.output)] : []),
      ]),
    );
  if (after !== undefined)
    query = query.where(
      sql<boolean>`("users"."createdAt", "users"."id") < (${after.createdAt}, ${after.id})`,
    );
  return query.orderBy('users.createdAt', 'desc').orderBy('users.id', 'desc').limit(limit).execute();
}

function findUser(db: Kysely<Tables>, text: string): Promise<HostPersonRow | undefined> {
  const query = personQuery(db);
  const id = v.safeParse(UserId, text);
  if (id.success) return query.where('users.id', '=', id.output).executeTakeFirst();
  if (text.startsWith('@'))
    return query.where('accounts.handle', '=', text.slice(1).toLowerCase()).executeTakeFirst();
  return query.where('users.nameKey', '=', nameKey(text)).executeTakeFirst();
}

async function counts(db: Kysely<Tables>, userId: UserId): Promise<UserCounts> {
  const count = async (table: 'devices' | 'contacts' | 'history' | 'conversations'): Promise<number> => {
    const query = db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('n'));
    return (await query.where('userId', '=', userId).executeTakeFirstOrThrow()).n;
  };
  return {
    sessions: await count('devices'),
    contacts: await count('contacts'),
    calls: await count('history'),
    conversations: await count('conversations'),
  };
}

async function freeName(trx: Transaction<Tables>, text: string): Promise<Freed> {
  const holder = text.startsWith('@') ? undefined : await findUser(trx, text);
  if (holder === undefined) return freeHandle(trx, text.replace(/^@/, '').toLowerCase());
  if (holder.accountSince !== null) return { kind: 'ofAccount' };
  await giveNewName(trx, holder);
  return { kind: 'freed', what: 'name', userId: holder.id };
}

/** The guest keeps everything and stays signed in, under a name that no one would choose. */
async function giveNewName(trx: Transaction<Tables>, { id, name, signInName }: HostPersonRow): Promise<void> {
  const handle = `Guest ${id.slice(0, 8)}`;
  const shown = name === signInName ? handle : name;
  await trx
    .updateTable('users')
    .set({ handle, nameKey: nameKey(handle), name: shown, shownKey: nameKey(shown) })
    .where('id', '=', id)
    .execute();
  await trx.deleteFrom('nameSkeletons').where('userId', '=', id).execute();
  const rows = nameSkeletons(handle).map((skeleton) => ({ skeleton, userId: id }));
  await trx.insertInto('nameSkeletons').values(rows).execute();
  await replaceNameWords(trx, id, [shown, handle]);
}

/** Also one that rests after its owner has given it up. */
async function freeHandle(trx: Transaction<Tables>, handle: string): Promise<Freed> {
  const owner = await trx
    .updateTable('accounts')
    .set({ handle: null })
    .where('handle', '=', handle)
    .returning('userId')
    .executeTakeFirst();
  const resting = await trx
    .deleteFrom('freedHandles')
    .where('handle', '=', handle)
    .returning('handle')
    .executeTakeFirst();
  if (owner !== undefined) await reserveNames(trx, owner.userId);
  if (owner === undefined && resting === undefined) return { kind: 'unknown' };
  return { kind: 'freed', what: 'handle', userId: owner?.userId };
}
