import { setImmediate } from 'node:timers/promises';
import type { CallId, NoteId, UserId } from '@ringback/protocol';
import { sql, type Kysely, type Transaction } from 'kysely';
import { pairOf, type Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';
import { releaseReports } from '../moderation/releasedReportsSql.ts';

/** The operations that forget guests who have not been here for long. */
export interface UnusedGuestOperations {
  /** Users who were last here before a time, the longest gone first. */
  'guests:unused': { input: { seenBefore: number; limit: number }; output: UserId[] };
  /** Records that users are here. */
  'guests:seen': { input: { users: readonly UserId[]; at: number }; output: void };
  /**
   * Deletes what a user has, and the name wherever it is stored. Returns the id of their greeting, whose bytes are a file.
   * A nameless user stays as long as others have calls, messages or notes with them.
   */
  'guests:forget': { input: { userId: UserId; at: number }; output: NoteId | undefined };
  /** Deletes nameless users with whom no one has anything any more; at most `limit` are looked at. */
  'guests:deleteForgotten': {
    input: { after: UserId | undefined; limit: number };
    output: UserId | undefined;
  };
}

export function unusedGuestOperations(db: Kysely<Tables>): OperationHandlers<UnusedGuestOperations> {
  return {
    'guests:unused': async ({ seenBefore, limit }) => {
      const query = db.selectFrom('users').select('id').where('seenAt', '>', 0);
      const guests = query.where('id', 'not in', db.selectFrom('accounts').select('userId'));
      const rows = await guests.where('seenAt', '<', seenBefore).orderBy('seenAt').limit(limit).execute();
      return rows.map(({ id }) => id);
    },
    'guests:seen': async ({ users, at }) => {
      if (users.length > 0)
        await db.updateTable('users').set({ seenAt: at }).where('id', 'in', users).execute();
    },
    'guests:forget': ({ userId, at }) => db.transaction().execute((trx) => forget(trx, userId, at)),
    'guests:deleteForgotten': ({ after, limit }) => deleteForgotten(db, after, limit),
  };
}

/** What others read in the place of a forgotten name. */
export const formerGuest = 'Former guest';

/** What belongs to one user alone. Names and skeletons are free for others afterwards. */
const ownTables = [
  'devices',
  'profiles',
  'pushSubscriptions',
  'settings',
  'pictures',
  'greetings',
  'nameWords',
  'nameSkeletons',
  'contacts',
  'personRules',
  'history',
  'removed',
  'accounts',
  'passkeys',
  'recoveryCodes',
  'accountBrowsers',
  'suspensions',
  'signInLinks',
  'auditLog',
] as const satisfies readonly (keyof Tables)[];

async function forget(trx: Transaction<Tables>, userId: UserId, at: number): Promise<NoteId | undefined> {
  const greeting = await trx
    .selectFrom('greetings')
    .select('id')
    .where('userId', '=', userId)
    .executeTakeFirst();
  await meetAll(trx, userId);
  await deleteHidden(trx, userId);
  await renameInCalls(trx, userId);
  await releaseReports(trx, userId);
  await freeHandleOf(trx, userId, at);
  for (const table of ownTables) await trx.deleteFrom(table).where('userId', '=', userId).execute();
  await trx.deleteFrom('invitations').where('createdBy', '=', userId).execute();
  for (const table of ['contacts', 'acquaintances', 'personRules'] as const)
    await trx.deleteFrom(table).where('peerId', '=', userId).execute();
  await trx
    .updateTable('users')
    .set({
      name: formerGuest,
      handle: formerGuest,
      // Longer than any name, so that no one can sign in with it.
      nameKey: `${formerGuest} ${userId}`,
      shownKey: `${formerGuest} ${userId}`,
      picture: null,
      claimHash: null,
      seenAt: 0,
    })
    .where('id', '=', userId)
    .execute();
  return greeting?.id;
}

/** The handle of a deleted account rests like any other that was given up. */
async function freeHandleOf(trx: Transaction<Tables>, userId: UserId, freedAt: number): Promise<void> {
  await trx.updateTable('freedHandles').set({ userId: null }).where('userId', '=', userId).execute();
  const account = trx.selectFrom('accounts').select('handle').where('userId', '=', userId);
  const handle = (await account.executeTakeFirst())?.handle ?? null;
  if (handle === null) return;
  await trx
    .insertInto('freedHandles')
    .values({ handle, userId: null, freedAt })
    .onConflict((oc) => oc.column('handle').doUpdateSet({ userId: null, freedAt }))
    .execute();
}

/**
 * Adds everyone who knows a user to those whom the user knows, which stays as long as the nameless user does: it finds
 * what others have with them without reading whole tables. The caller of a hidden call, for one, knows only one way.
 */
async function meetAll(trx: Transaction<Tables>, userId: UserId): Promise<void> {
  await sql`insert into acquaintances ("userId", "peerId", called, answered, "metAt")
    select "peerId", "userId", 0, 0, "metAt" from acquaintances where "peerId" = ${userId}
    on conflict do nothing`.execute(trx);
}

/** Messages that their recipient never saw belong to their sender alone. */
async function deleteHidden(trx: Transaction<Tables>, userId: UserId): Promise<void> {
  for (const peerId of await peersOf(trx, userId))
    await trx
      .deleteFrom('messages')
      .where('pair', '=', pairOf(userId, peerId))
      .where('from', '=', userId)
      .where('hidden', '=', 1)
      .execute();
}

/** A stored call holds the names of both. Its JSON is changed as such, because other releases may have written it. */
async function renameInCalls(trx: Transaction<Tables>, userId: UserId): Promise<void> {
  for (const id of await callsWith(trx, userId)) {
    const row = await trx
      .selectFrom('calls')
      .select(['callerId', 'body'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) continue;
    const body: unknown = JSON.parse(row.body);
    const renamed = withName(body, row.callerId === userId ? 'caller' : 'callee');
    await trx
      .updateTable('calls')
      .set({ body: JSON.stringify(renamed) })
      .where('id', '=', id)
      .execute();
  }
}

function withName(body: unknown, side: 'caller' | 'callee'): unknown {
  if (!isRecord(body) || !isRecord(body[side])) return body;
  return { ...body, [side]: { ...body[side], name: formerGuest } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** All calls with a user that anyone's history holds: their own, and those of the people they met. */
async function callsWith(trx: Transaction<Tables>, userId: UserId): Promise<Set<CallId>> {
  const peers = await peersOf(trx, userId);
  const found = new Set<CallId>();
  for (const table of ['history', 'removed'] as const) {
    const own = await trx.selectFrom(table).select('callId').where('userId', '=', userId).execute();
    for (const { callId } of own) found.add(callId);
    for (const peerId of peers) {
      const theirs = trx.selectFrom(table).select('callId').where('userId', '=', peerId);
      for (const { callId } of await theirs.where('peerId', '=', userId).execute()) found.add(callId);
    }
  }
  return found;
}

async function deleteForgotten(
  db: Kysely<Tables>,
  after: UserId | undefined,
  limit: number,
): Promise<UserId | undefined> {
  let query = db.selectFrom('users').select('id').where('seenAt', '=', 0);
  if (after !== undefined) query = query.where('id', '>', after);
  const rows = await query.orderBy('id').limit(limit).execute();
  for (const { id } of rows) {
    if (!(await isNeeded(db, id))) await db.deleteFrom('users').where('id', '=', id).execute();
    await setImmediate();
  }
  return rows.length === limit ? rows.at(-1)?.id : undefined;
}

/** Everyone whom a user has called or written to, or was called or written to by. */
async function peersOf(db: Kysely<Tables>, userId: UserId): Promise<UserId[]> {
  const rows = await db.selectFrom('acquaintances').select('peerId').where('userId', '=', userId).execute();
  return rows.map(({ peerId }) => peerId);
}

/** Whether anything of others refers to a user: deleting the user would delete it, too. */
async function isNeeded(db: Kysely<Tables>, userId: UserId): Promise<boolean> {
  for (const peerId of await peersOf(db, userId)) {
    const pair = pairOf(userId, peerId);
    const { rows } = await sql<{ needed: number }>`select 1 as needed where
      exists (select 1 from history where "userId" = ${peerId} and "peerId" = ${userId})
      or exists (select 1 from removed where "userId" = ${peerId} and "peerId" = ${userId})
      or exists (select 1 from messages where pair = ${pair})
      or exists (select 1 from notes where pair = ${pair})`.execute(db);
    if (rows.length > 0) return true;
  }
  return false;
}
