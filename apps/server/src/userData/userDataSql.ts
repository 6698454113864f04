import type { NoteId, UserId } from '@ringback/protocol';
import { sql, type Kysely } from 'kysely';
import { pairOf, type Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** A row as it is exported. */
export type ExportedRow = Readonly<Record<string, unknown>>;

/** A page of rows, and where the next one begins; undefined after the last. */
export interface ExportPage {
  readonly rows: readonly ExportedRow[];
  readonly next: number | undefined;
}

/** What a user has that grows with use, and is read in pages. */
export const pagedSections = ['history', 'messages', 'notes'] as const;
export type PagedSection = (typeof pagedSections)[number];

/** The operations that read what is stored about a user, and those on accounts that are to be deleted. */
export interface UserDataOperations {
  /** All that does not grow with use, by what it is; undefined for an unknown user. */
  'userData:facts': { input: UserId; output: Readonly<Record<string, unknown>> | undefined };
  /** One page of a section, by position. */
  'userData:page': { input: { userId: UserId; section: PagedSection; from: number }; output: ExportPage };
  /** Whether a user has an account, and when it is to be deleted. */
  'userData:account': {
    input: UserId;
    output: { readonly deleteAt: number | null } | undefined;
  };
  'userData:deleteLater': { input: { userId: UserId; deleteAt: number }; output: void };
  /** The accounts whose time has come. */
  'userData:due': { input: { at: number; limit: number }; output: UserId[] };
  /** Notes whose bytes no one will fetch without the user: to them, and from them to who never sees the note. */
  'userData:releaseNotes': { input: { userId: UserId; limit: number }; output: NoteId[] };
}

const pageSize = 500;

export function userDataOperations(db: Kysely<Tables>): OperationHandlers<UserDataOperations> {
  return {
    'userData:facts': (userId) => factsOf(db, userId),
    'userData:page': ({ userId, section, from }) => page(db, userId, section, from),
    'userData:account': (userId) =>
      db.selectFrom('accounts').select('deleteAt').where('userId', '=', userId).executeTakeFirst(),
    'userData:deleteLater': async ({ userId, deleteAt }) => {
      await db.updateTable('accounts').set({ deleteAt }).where('userId', '=', userId).execute();
    },
    'userData:due': async ({ at, limit }) => {
      const due = db.selectFrom('accounts').select('userId').where('deleteAt', '<=', at).limit(limit);
      return (await due.execute()).map(({ userId }) => userId);
    },
    'userData:releaseNotes': ({ userId, limit }) => releaseNotesTo(db, userId, limit),
  };
}

/** Secrets, and what others decided about the user, are not part of it. */
async function factsOf(
  db: Kysely<Tables>,
  userId: UserId,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const user = await db
    .selectFrom('users')
    .select(['id', 'name', 'handle as signInName', 'createdAt', 'seenAt'])
    .where('id', '=', userId)
    .executeTakeFirst();
  if (user === undefined) return undefined;
  const of = (table: 'settings' | 'contacts' | 'personRules') =>
    sql<ExportedRow>`select * from ${sql.table(table)} where "userId" = ${userId}`.execute(db);
  return {
    profile: user,
    account: await db
      .selectFrom('accounts')
      .select(['handle', 'createdAt', 'deleteAt', 'oidcSubject'])
      .where('userId', '=', userId)
      .executeTakeFirst(),
    passkeys: await db
      .selectFrom('passkeys')
      .select(['name', 'rpId', 'createdAt', 'usedAt'])
      .where('userId', '=', userId)
      .execute(),
    picture: await db
      .selectFrom('pictures')
      .select(['type', 'bytes'])
      .where('userId', '=', userId)
      .executeTakeFirst(),
    greeting: await db
      .selectFrom('greetings')
      .select(['id', 'mime', 'durationMs', 'size'])
      .where('userId', '=', userId)
      .executeTakeFirst(),
    settings: (await of('settings')).rows[0],
    contacts: (await of('contacts')).rows,
    rules: (await of('personRules')).rows,
    reports: await db
      .selectFrom('reports')
      .select(['peerId', 'reason', 'note', 'messages', 'at'])
      .where('userId', '=', userId)
      .execute(),
    ...(await browsersOf(db, userId)),
    people: await peopleOf(db, userId),
  };
}

async function browsersOf(db: Kysely<Tables>, userId: UserId): Promise<ExportedRow> {
  return {
    devices: await db
      .selectFrom('devices')
      .select(['id', 'profileId', 'kind', 'createdAt', 'seenAt'])
      .where('userId', '=', userId)
      .execute(),
    pushSubscriptions: await db
      .selectFrom('pushSubscriptions')
      .select(['id', 'profileId', 'endpoint', 'seenAt'])
      .where('userId', '=', userId)
      .execute(),
    conversations: await db.selectFrom('conversations').selectAll().where('userId', '=', userId).execute(),
  };
}

/** The people that ids in the file stand for: those whom the user has called, written to, added, or heard from. */
function peopleOf(db: Kysely<Tables>, userId: UserId): Promise<ExportedRow[]> {
  const ids = sql<UserId>`(select "peerId" from contacts where "userId" = ${userId}
    union select "peerId" from history where "userId" = ${userId}
    union select "peerId" from conversations where "userId" = ${userId})`;
  return db.selectFrom('users').select(['id', 'name']).where('id', 'in', ids).execute();
}

async function page(
  db: Kysely<Tables>,
  userId: UserId,
  section: PagedSection,
  from: number,
): Promise<ExportPage> {
  const rows = await rowsOf(db, userId, section, from);
  return { rows, next: rows.length === pageSize ? from + pageSize : undefined };
}

/** Each in the order of time, so that what comes meanwhile is at the end. */
async function rowsOf(
  db: Kysely<Tables>,
  userId: UserId,
  section: PagedSection,
  from: number,
): Promise<ExportedRow[]> {
  switch (section) {
    case 'history':
      return db
        .selectFrom('history')
        .selectAll()
        .where('userId', '=', userId)
        .orderBy('placedAt')
        .orderBy('callId')
        .limit(pageSize)
        .offset(from)
        .execute();
    case 'messages': {
      // The recipient of a hidden message must not learn of it, and its sender not that it is hidden.
      const { rows } = await sql<ExportedRow>`select id, "from", "to", text, "sentAt" from messages
        where pair in (${pairsOf(userId)}) and ("from" = ${userId} or hidden = 0) order by "sentAt", id limit ${pageSize} offset ${from}`.execute(
        db,
      );
      return rows;
    }
    case 'notes': {
      // The recipient of a hidden note must not learn of it.
      const { rows } =
        await sql<ExportedRow>`select id, "callId", "from", "to", media, mime, "durationMs", size,
        "sentAt", "playedAt", kept from notes where "sentAt" is not null and pair in (${pairsOf(userId)})
        and ("from" = ${userId} or hidden = 0) order by "sentAt", id limit ${pageSize} offset ${from}`.execute(
          db,
        );
      return rows;
    }
  }
}

/** The keys of all conversations of a user. */
function pairsOf(userId: UserId) {
  return sql`select case when "peerId" < ${userId} then "peerId" || ' ' || ${userId}
    else ${userId} || ' ' || "peerId" end from acquaintances where "userId" = ${userId}`;
}

async function releaseNotesTo(db: Kysely<Tables>, userId: UserId, limit: number): Promise<NoteId[]> {
  const peers = await db.selectFrom('acquaintances').select('peerId').where('userId', '=', userId).execute();
  const released: NoteId[] = [];
  for (const { peerId } of peers) {
    if (released.length >= limit) break;
    const rows = await db
      .updateTable('notes')
      .set({ kept: 0 })
      .where('pair', '=', pairOf(userId, peerId))
      .where((eb) => eb.or([eb('to', '=', userId), eb('hidden', '=', 1)]))
      .where('kept', '=', 1)
      .returning('id')
      .execute();
    released.push(...rows.map(({ id }) => id));
  }
  return released;
}
